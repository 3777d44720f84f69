# The supervisor is killed, or stopped for a while, as processes change hands
# between its threads: nothing of the job goes on without it, and nothing ends
# for its stopping.  ROUNDS: how often it is killed.
# shellcheck shell=bash
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# Processes that are busy at once and live for some calls, for ever.
cat > births.py <<'END'
import os

for _ in range(4):
    if os.fork() == 0:
        while True:
            if os.fork() == 0:
                for _ in range(50):
                    os.stat("/")
                os._exit(0)
            for _ in range(20):
                os.stat("/")
            os.wait()
open("begun", "w").close()
while True:
    os.stat("/")
END

# At a moment that is another in each round.
for ((i = 0; i < ${ROUNDS:-20}; i++)); do
	"$PTSANDBOX" --quiet -r "$RULES" -- python3 births.py 2> /dev/null &
	job=$!
	until_true test -e begun || break
	rm begun
	for ((j = RANDOM % 400; j > 0; j--)); do :; done
	kill -KILL "$job"
	wait "$job" 2> /dev/null
	until_true nothing_left || break
done

# As by Ctrl-Z: those on their way wait for as long as it takes.
cat > count.py <<'END'
import os

for _ in range(400):
    children = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            for _ in range(50):
                os.stat("/")
            os._exit(7)
        children.append(pid)
    for pid in children:
        status = os.waitpid(pid, 0)[1]
        assert status == 7 << 8, status
END
"$PTSANDBOX" --quiet -r "$RULES" -- python3 count.py 2> count.err &
job=$!
# Not until it ends: it runs for a sixth of the time, and others run beside it.
for ((i = 0; i < 100; i++)); do
	kill -STOP "$job" 2> /dev/null || break
	# Longer than the parking place sleeps.
	sleep 0.25
	kill -CONT "$job"
	sleep 0.05
done
wait "$job" || fail "stopped and continued: $? $(tail -n 1 count.err)"
done_now
