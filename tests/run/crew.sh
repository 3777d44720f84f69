#!/bin/bash
# Several threads of the supervisor: processes change hands under load, and
# nothing of it is seen: signals, stops, exec, vfork, killed parents.
# Functions are called by until_true and expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

[ "$(nproc)" -gt 1 ] || skip "one CPU"
command -v python3 > /dev/null || skip "no python3"

# Tasks that stop often, so that there is a crowd; until a file is there.
cat > crowd.py <<'END'
import os
import sys

for _ in range(4):
    if os.fork() == 0:
        while not os.path.exists(sys.argv[1]):
            os.stat("/")
        os._exit(0)
END

# Children get a signal as they are born, are stopped and continued, exec at
# once, from a thread, or after vfork; each must end as without us.
cat > births.py <<'END'
import os
import select
import signal
import subprocess
import sys
import threading
import time

got = 0
for i in range(30):
    r, w = os.pipe()
    seen = []
    signal.signal(signal.SIGUSR1, lambda *a: seen.append(os.write(w, b"x")))
    pid = os.fork()
    if pid == 0:
        os.close(r)
        while not seen:
            if i % 3 == 0:
                time.sleep(0.001)
            os.stat("/")
        os._exit(7)
    os.close(w)
    os.kill(pid, signal.SIGSTOP)
    os.kill(pid, signal.SIGCONT)
    # Python forgets what comes in the middle of its fork().
    while not select.select([r], [], [], 0.01)[0]:
        os.kill(pid, signal.SIGUSR1)
    got += os.read(r, 1) == b"x"
    status = os.waitpid(pid, 0)[1]
    # Not sooner: it may have been sent two.
    os.close(r)
    assert status == 7 << 8, status
print("signals", got)


def run():
    assert subprocess.run(["true"]).returncode == 0
    assert subprocess.run(["sh", "-c", "exit 3"]).returncode == 3


threads = [threading.Thread(target=run) for _ in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
pid = os.fork()
if pid == 0:
    # exec by a thread that is not the leader
    threading.Thread(target=os.execvp, args=("sh", ["sh", "-c", "exit 9"])).start()
    threading.Event().wait()
print("exec", os.waitpid(pid, 0)[1] >> 8)
for i in range(15):
    # A parent that is killed in the middle of making children.
    pid = os.fork()
    if pid == 0:
        while True:
            if os.fork() == 0:
                os._exit(0)
            os.waitpid(-1, 0)
    for _ in range(i * 40):
        os.stat("/")
    os.kill(pid, signal.SIGKILL)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL
print("done", sys.argv[1:])
END

cat > crowded.sh <<'END'
python3 crowd.py stop
python3 births.py words
status=$?
touch stop
exit $status
END
crowded()
{
	rm -f stop
	timeout 200 "$PTSANDBOX" "$@" --quiet -r "$RULES" -- bash crowded.sh \
		> inside.log 2> inside.err
}

expect 0 crowded
printf 'signals 30\nexec 9\ndone [%s]\n' "'words'" > want.log
cmp -s want.log inside.log || fail "births: $(cat inside.log inside.err)"
expect 0 crowded --threads 1
cmp -s want.log inside.log || fail "one thread: $(cat inside.log inside.err)"

# Where orphans become the supervisor's children, one thread is told of all.
cat > reaper.py <<'END'
import ctypes
import os
import sys

PR_SET_CHILD_SUBREAPER = 36
assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
os.execv(sys.argv[1], sys.argv[1:])
END
cat > orphans.py <<'END'
import os

for _ in range(4):
    if os.fork() == 0:
        for _ in range(5000):
            os.stat("/")
        os._exit(0)
END
expect 0 timeout -k 1 200 python3 reaper.py "$PTSANDBOX" --wait --quiet \
	-r "$RULES" -- python3 orphans.py

# There are several threads when there is a crowd, and one when so it was asked.
several()
{
	local threads=("/proc/$job/task"/*)
	[ "${#threads[@]}" -gt 1 ]
}
rm -f stop
"$PTSANDBOX" --quiet -r "$RULES" --wait -- python3 crowd.py stop &
job=$!
until_true several
touch stop
wait "$job" || fail "the crowd ended with $?"

# Killed in the middle: nothing of the job is left, parked or not.
left()
{
	pgrep -u "$(id -u)" -f "$HERE/[m]ark" > /dev/null
}
gone()
{
	! left
}
cp "$(command -v sleep)" mark
for _ in 1 2 3 4 5; do
	rm -f stop
	"$PTSANDBOX" --quiet -r "$RULES" -- bash -c "
		python3 crowd.py stop
		for j in 1 2 3 4; do
			(while :; do $HERE/mark 0; done) &
		done; touch begun; $HERE/mark 1000" 2> /dev/null &
	job=$!
	until_true test -e begun
	rm begun
	kill -KILL "$job"
	wait "$job" 2> /dev/null
	touch stop
	until_true gone
done

expect 125 "$PTSANDBOX" --threads 0 true
told "threads"
expect 125 "$PTSANDBOX" --threads 1x true
told "threads"
done_now
