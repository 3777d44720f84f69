#!/bin/bash
# Limits on time: whatever a job does, or leaves undone, it is ended.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# Somebody who sleeps; who does not want to be ended; who stopped itself; who
# went into the background, in a session of its own; and who never lets the
# supervisor rest.
limited 124 wall --timeout 200ms -- sleep 1000
[ "$(meta signal)" = SIGKILL ] || fail "ended by $(meta signal)"
limited 124 wall --timeout 200ms -- \
	sh -c 'trap "" TERM INT HUP QUIT; while :; do sleep 1000; done'
limited 124 wall --timeout 200ms -- sh -c 'kill -STOP $$'
limited 124 wall --timeout 200ms --wait -- \
	sh -c '(setsid sh -c "sleep 1000 & exit" &) ; exit 0'
cat > storm.py <<'END'
import os, threading
def storm():
    while True:
        os.stat("/")
for i in range(4):
    threading.Thread(target=storm).start()
END
limited 124 wall --timeout 500ms -- /usr/bin/python3 storm.py

# The processor, of one process, of threads, and of children that are gone,
# whether anybody waited for them or not.
limited 137 cpu --cpu 200ms -- sh -c 'while :; do :; done'
cat > children.py <<'END'
import os, signal, sys, time
if sys.argv[1] == "ignored":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    child = os.fork()
    if child == 0:
        while time.process_time() < 0.01:
            pass
        os._exit(0)
    try:
        os.waitpid(child, 0)
    except ChildProcessError:
        pass
END
limited 137 cpu --cpu 300ms -- /usr/bin/python3 children.py waited
limited 137 cpu --cpu 300ms -- /usr/bin/python3 children.py ignored
# Each child's time counts once: five generations deep it is still what it was.
nest='i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done'
for _ in 1 2 3 4; do
	nest="sh -c '${nest//\'/\'\\\'\'}'; :"
done
used()
{
	rm -f meta
	expect 0 timeout 120 "$PTSANDBOX" -q -r "$RULES" --meta meta -- sh -c "$1"
}
# A machine that others share may bill their time to one of the two: not each
# time.
for _ in 1 2 3 4 5; do
	used "$nest"
	five=$(meta cpu)
	used 'i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done'
	one=$(meta cpu)
	said="five generations: $five s, one: $one s"
	/usr/bin/python3 -c 'import sys; a, b = map(float, sys.argv[1:])
sys.exit(not (0 < a < 3 * b + 0.1))' "$five" "$one" && said='' && break
done
[ -z "$said" ] || fail "$said"

# In a file, and what is typed wins.
sed 's/^include.*/&\nlimits: {wall: 200ms, cpu: 1h}/' "$RULES" > limited.yaml
expect 124 timeout 60 "$PTSANDBOX" -q -r limited.yaml -- sleep 1000
told '^ptsandbox: limit wall: 200ms (limited.yaml:3): the job was ended$'
one_line
expect 0 timeout 60 "$PTSANDBOX" -q -r limited.yaml --timeout 1h -- sleep 0.5
expect 137 timeout 60 "$PTSANDBOX" -q -r limited.yaml --timeout 1h \
	--cpu 200ms -- sh -c 'while :; do :; done'
# The job's own end is its own, however near the limit.
expect 7 timeout 60 "$PTSANDBOX" -q -r "$RULES" --timeout 1h --cpu 1h \
	--memory 1G --written 1G --output 1G --processes 100 -- sh -c 'exit 7'
done_now
