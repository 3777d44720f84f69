#!/bin/bash
# --meta: right, whole, and there, however the run ends.
# Functions are called by until_true.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# is KEY VALUE
is()
{
	[ "$(meta "$1")" = "$2" ] || fail "$1 is $(meta "$1"), not $2"
}

expect 3 timeout 60 "$PTSANDBOX" -q -r "$RULES" --meta meta -- \
	sh -c '/bin/true; cat forbidden; cat forbidden 2> /dev/null; exit 3'
is status 3
is signal None
is limit None
is why None
is processes 4
is denied 2
is first_denial.call openat
is first_denial.access read
is first_denial.path "$HERE/forbidden"
is first_denial.rule "$RULES:4"
is command "['sh', '-c', '/bin/true; cat forbidden; cat forbidden 2> /dev/null; exit 3']"
[ "$(stat -c %a meta)" = 600 ] || fail "mode $(stat -c %a meta)"
expect 143 timeout 60 "$PTSANDBOX" -q -r "$RULES" --meta meta -- \
	sh -c 'kill -TERM $$'
is signal SIGTERM
is first_denial None
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --meta meta -- \
	sh -c 'head -c 3000000 /dev/zero > big; cat big > /dev/null; rm big'
/usr/bin/python3 -c 'import json
m = json.load(open("meta"))
assert m["format"] == 1
assert 3000000 <= m["written"] < 4000000, m
assert 6000000 <= m["read"] < 7000000, m
assert 0 < m["wall"] < 60 and 0 < m["cpu"] < 60, m
assert 100000 < m["resident"] < 1 << 30, m' || fail "$(cat meta)"
# What cannot be run, and names that are no UTF-8.
expect 127 timeout 60 "$PTSANDBOX" -q -r "$RULES" --meta meta no-such-command
is status 127
is why "cannot run no-such-command: not found"
expect 1 timeout 60 "$PTSANDBOX" -q -r "$RULES" --meta meta -- \
	cat forbidden "$(printf 'forbidden/\377')"
is status 1

# A place that cannot be written is told before anything is run.
ln -s meta link
mkdir closed
for file in no/such/folder / . meta/x link closed /dev/null ''; do
	expect 125 timeout 60 "$PTSANDBOX" -q -r "$RULES" --meta "$file" -- \
		touch ran
	told '^ptsandbox: --meta '
	one_line
done
if [ "$(id -u)" != 0 ]; then
	chmod 555 closed
	expect 125 timeout 60 "$PTSANDBOX" -q -r "$RULES" --meta closed/x \
		-- touch ran
	told '^ptsandbox: --meta closed/x: Permission denied: nothing was run'
fi
[ ! -e ran ] || fail "the job was run"
expect 125 "$PTSANDBOX" --meta a --meta b true

# Killed at any moment, whoever is killed: the whole file, or none.
whole()
{
	/usr/bin/python3 -c 'import json, sys
m = json.load(open("meta"))
sys.exit(m["status"] not in map(int, sys.argv[1:]))' "$@"
}
for i in $(seq "${KILLS:-20}"); do
	rm -f meta started
	case $((i % 4)) in
	0) signal=KILL ;;
	1) signal=INT ;;
	*) signal=TERM ;;
	esac
	# A shell that runs in the background ignores SIGINT, and so its job.
	[ $signal != INT ] || set -m
	"$PTSANDBOX" -q -r "$RULES" --meta meta -- sh -c \
		': > started; while :; do /bin/true; done' > /dev/null 2>&1 &
	pid=$!
	set +m
	[ $((i % 2)) = 0 ] || until_true test -e started
	sleep "0.0$((RANDOM % 100))"
	kill -$signal $pid 2> /dev/null
	status=0
	wait $pid 2> /dev/null || status=$?
	if [ -e meta ]; then
		[ $signal != KILL ] && whole 143 130 ||
			fail "SIG$signal: $status, $(tr -d '\n' < meta)"
	elif [ -e started ] && [ $signal != KILL ]; then
		fail "SIG$signal: status $status, and no file"
	fi
	until_true nothing_left
done
# Nothing is left beside it.
[ -z "$(find . -name '.ptsandbox-*')" ] || fail "half a file is left"
done_now
