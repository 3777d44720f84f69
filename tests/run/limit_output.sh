#!/bin/bash
# A limit on output: it is cut off at the limit, nobody is waited for who holds
# the pipe, and what a job writes otherwise comes through whole and in order.
# Functions are called by until_true.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"
python=/usr/bin/python3

limited 137 output --output 1000 --timeout 50s -- yes
[ "$(stat -c %s out.log)" = 1000 ] || fail "$(stat -c %s out.log) bytes"
# Both streams together, and one that ends by itself.
limited 137 output --output 12 -- \
	sh -c 'echo 1234567; echo 765 >&2; echo 4321 >&2'
[ "$(cat out.log) $(grep -v ^ptsandbox err.log)" = "1234567 765" ] ||
	fail "$(cat out.log err.log)"
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --output 8 -- echo 1234567
[ "$(cat out.log)" = 1234567 ] || fail "$(cat out.log)"

# In order where both are one, and all of it, through a reader that is slow.
timeout 60 "$PTSANDBOX" -q -r "$RULES" --output 10M -- $python -c '
import os
for i in range(3000):
    os.write(1 + i % 2, b"%d\n" % i)' 2>&1 |
	(read -r first; sleep 0.2; echo "$first"; cat) > all.log
seq 0 2999 | cmp - all.log || fail "not all, or not in order"

# Who leaves somebody behind with the pipe, and who goes on when its reader went.
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --output 1M -- \
	sh -c 'setsid sleep 1000 & echo done'
[ "$(cat out.log)" = "done" ] || fail "$(cat out.log)"
until_true nothing_left
set -o pipefail
status=0
timeout 60 "$PTSANDBOX" -q -r "$RULES" --output 1G -- yes | head -n 1 > out.log ||
	status=$?
[ "$status $(cat out.log)" = "141 y" ] || fail "a reader that left: $status"
# A reader that never reads does not keep a limit from being one.
mkfifo stuck
exec 8<> stuck
status=0
timeout 60 "$PTSANDBOX" -q -r "$RULES" --output 1G --timeout 500ms -- yes \
	> stuck 2> err.log || status=$?
[ $status = 124 ] || fail "a stuck reader: status $status"
told '^ptsandbox: limit wall: 500ms'
# Full, whether the other came to write anything or not.
dd if=/dev/zero of=stuck bs=1 oflag=nonblock 2> /dev/null
status=0
timeout 60 "$PTSANDBOX" -q -r "$RULES" --output 1G --timeout 500ms -- \
	head -c 50000 /dev/zero > stuck 2> err.log || status=$?
[ $status = 124 ] || fail "a job that ended before its reader: status $status"
told '^ptsandbox: limit wall: 500ms'
exec 8<&-

# Without a limit a terminal stays one; with it, it is a pipe.
seen='import os; print(os.isatty(1), os.isatty(2))'
script -qec "'$PTSANDBOX' -q -r '$RULES' $python -c '$seen'" /dev/null \
	< /dev/null > out.log 2>&1
grep -q 'True True' out.log || fail "no terminal: $(cat out.log)"
script -qec "'$PTSANDBOX' -q -r '$RULES' --output 1M $python -c '$seen'" \
	/dev/null < /dev/null > out.log 2>&1
grep -q 'False False' out.log || fail "a terminal: $(cat out.log)"
# One that is closed stays so.
expect 0 sh -c "exec '$PTSANDBOX' -q -r '$RULES' --output 1M -- \
	sh -c '[ ! -e /proc/self/fd/1 ]' >&-"

# Nothing outlives a supervisor that is killed, whatever numbers its descriptors
# have.
cp "$RULES" own.yaml
# The one that carries this test's output, and no other's.
pump_runs()
{
	for pump in $(pgrep -u "$(id -u)" -x ptsandbox-out); do
		! grep -qz "^$PWD/own.yaml$" "/proc/$pump/cmdline" || return 0
	done 2> /dev/null
	return 1
}
gone()
{
	[ ! -e "/proc/$pump" ]
}
for spare in 0 1 2 3 4; do
	# shellcheck disable=SC2016
	bash -c 'for ((i = 3; i < 3 + $1; i++)); do eval "exec $i< /dev/null"; done
		shift; exec "$@"' - $spare \
		"$PTSANDBOX" -q -r "$PWD/own.yaml" --output 1M -- sleep 1000 \
		> out.log 2>&1 &
	pid=$!
	until_true pump_runs
	kill -KILL $pid
	{ wait $pid || true; } 2> /dev/null
	until_true gone
done
until_true nothing_left
done_now
