"""attack: outlive the supervisor

source: ptrace(2), PTRACE_O_EXITKILL
stops: PTRACE_O_EXITKILL, set before the first instruction of the job

A job of a thread, a child and a daemon of its own session; the supervisor gets
SIGKILL; nothing of the job may be there a moment later.  Bare, the daemon
lives on.
"""
import os
import signal
import subprocess
import time

JOB = r"""
import os, sys, time
def note(): open(sys.argv[1] + "/a/pids", "a").write("%d\n" % os.getpid())
note()
if os.fork() == 0:
    note()
    os.setsid()
    if os.fork() == 0:
        note()
        time.sleep(600)
        os._exit(0)
    time.sleep(600)
time.sleep(600)
"""


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def survivors(run, sandboxed):
    """The job's processes that are left after its supervisor (or, bare, its
    first process) was killed."""
    path = os.path.join(run.dir, "a", "pids")
    argv = ["/usr/bin/python3", "-c", JOB, run.dir]
    if sandboxed:
        argv = run.wrap(argv)
    p = subprocess.Popen(argv, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    pids, deadline = [], time.monotonic() + 120
    while len(pids) < 3:
        if time.monotonic() > deadline or p.poll() is not None:
            p.kill()
            raise RuntimeError("the job did not start: %r" %
                               p.stdout.read()[:300])
        time.sleep(0.01)
        if os.path.exists(path):
            with open(path) as f:
                pids = [int(x) for x in f.read().split()]
    with open(f"/proc/{p.pid}/task/{p.pid}/children") as f:
        pids += [int(x) for x in f.read().split() if int(x) not in pids]
    os.kill(p.pid, signal.SIGKILL)
    p.wait()
    deadline = time.monotonic() + 60
    left = pids
    while left and time.monotonic() < deadline and sandboxed:
        left = [x for x in left if alive(x)]
        time.sleep(0.01)
    left = [x for x in left if alive(x)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    return left


def check(new_run):
    """Yields (name, passed, why)."""
    with new_run() as run:
        left = survivors(run, False)
        yield "bare", len(left) > 0, "nothing outlives a bare parent"
    with new_run([("programs", '{allow: run, path: "/usr/bin/python3*"}'),
                  ("files", '{allow: read, path: ["{DIR}", /etc]}')]) as run:
        left = survivors(run, True)
        yield "denied", not left, f"outlived the supervisor: {left}"
