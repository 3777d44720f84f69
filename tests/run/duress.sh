#!/bin/bash
# A supervisor in trouble: stopped, without descriptors, its record or its log
# on what is full or gone.  The job waits, goes on, or is ended in so many words;
# nothing of it goes unjudged.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# Stopped: the job stands at its next call, and goes on afterwards.
cat > count.sh <<'END'
i=0
while [ ! -e enough ]; do i=$((i + 1)); : > "mark.$((i % 4))"; echo $i > count; done
echo counted
END
count()
{
	cat count 2> /dev/null
}
counts()
{
	[ "$(count)" != "$1" ] && [ -n "$(count)" ]
}
stands()
{
	local before
	before=$(count)
	sleep 0.2
	[ "$(count)" = "$before" ]
}
"$PTSANDBOX" -q -r "$RULES" --timeout 1h sh count.sh > out.log 2>&1 < /dev/null &
supervisor=$!
until_true counts ''
kill -STOP $supervisor
until_true stands || fail 'the job goes on without its supervisor'
was=$(count)
kill -CONT $supervisor
until_true counts "$was"
: > enough
wait $supervisor || fail "stopped and continued: status $?"
grep -q counted out.log || fail "$(head -n 2 out.log)"

# The time that it was stopped for counts.
"$PTSANDBOX" -q -r "$RULES" --timeout 1s sleep 100 > out.log 2>&1 < /dev/null &
supervisor=$!
sleep 0.3
kill -STOP $supervisor
sleep 1
kill -CONT $supervisor
status=0
wait $supervisor || status=$?
[ $status = 124 ] || fail "stopped beyond its limit: status $status"
until_true nothing_left

# With few descriptors: all or nothing, and a line.
for most in 3 4 5 6 7 8 10 12 16 24; do
	status=0
	(ulimit -n $most && exec timeout 60 "$PTSANDBOX" -q -r "$RULES" \
		--output 1M --audit record sh -c 'cat forbidden 2> /dev/null; echo fine') \
		> out.log 2> err.log < /dev/null || status=$?
	case $status in
	0) [ "$(cat out.log)" = fine ] || fail "$most descriptors: no output" ;;
	125 | 126 | 127 | 137) [ -s err.log ] || fail "$most descriptors: $status, untold" ;;
	*) fail "$most descriptors: status $status: $(head -n 1 err.log)" ;;
	esac
done

# A record that cannot be kept ends the job; a log that nobody reads does not.
if [ -w /dev/full ]; then
	expect 125 timeout 30 "$PTSANDBOX" -q -r "$RULES" --audit /dev/full \
		-- sh -c 'cat forbidden'
	told 'No space left on device'
	expect 3 bash -c 'timeout 30 "$1" -r "$2" sh -c "cat forbidden; exit 3" 2> /dev/full' \
		bash "$PTSANDBOX" "$RULES"
fi
mkfifo log
(exec 3< log; read -r _ <&3) &
status=0
timeout 200 "$PTSANDBOX" -r "$RULES" sh -c \
	'i=0; while [ $i -lt 50 ]; do cat forbidden 2> /dev/null; i=$((i + 1)); done; exit 3' \
	2> log || status=$?
wait
[ $status = 3 ] || fail "a log that is closed: status $status"
done_now
