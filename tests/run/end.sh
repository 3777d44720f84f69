#!/bin/bash
# The end of a job: what it leaves is killed, --wait waits for it, signals to
# the supervisor end the job, and nothing outlives the supervisor.
# Functions are called by until_true.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# lives PIDFILE: is the process that wrote its pid there still running?
lives()
{
	local state
	state=$(ps -o stat= -p "$(cat "$1")" 2> /dev/null) || return 1
	case $state in Z*|'') return 1 ;; esac
}
dead()
{
	! lives "$1"
}

# A child writes its pid and sleeps on; the first process waits for the file.
leave='sh -c "echo \$\$ > pid.new; mv pid.new pid; exec sleep 1000" &
while [ ! -e pid ]; do :; done'

rm -f pid
expect 9 job sh -c "$leave
exit 9"
until_true dead pid

rm -f pid
expect 4 timeout 30 "$PTSANDBOX" --quiet --wait -r "$RULES" -- sh -c '
sh -c "while [ ! -e go ]; do sleep 0.05; done; echo late > late" &
: > go
exit 4'
[ -e late ] || fail "--wait did not wait"

# daemon: two forks and a session of its own are the job, too.
rm -f pid
expect 0 job setsid sh -c "$leave"
until_true dead pid

while read -r signal number; do
	rm -f pid
	"$PTSANDBOX" --quiet -r "$RULES" -- sh -c "$leave
wait" < /dev/null > /dev/null 2>&1 &
	supervisor=$!
	until_true test -e pid
	kill -s "$signal" $supervisor
	status=0
	wait "$supervisor" || status=$?
	[ $status = $((128 + number)) ] ||
		fail "SIG$signal to the supervisor: status $status"
	until_true dead pid
done <<END
TERM 15
HUP 1
USR1 10
END

rm -f pid
"$PTSANDBOX" --quiet -r "$RULES" -- sh -c "$leave
wait" < /dev/null > /dev/null 2>&1 &
supervisor=$!
until_true test -e pid
kill -KILL $supervisor
wait $supervisor 2> /dev/null
until_true dead pid
done_now
