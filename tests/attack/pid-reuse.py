"""attack: signal a process of the job by a number that by then is a stranger's

source: pidfd_open(2) on why there are pidfds; CVE-2019-6133 class
stops: a process of the job that ended is not signalled at all, and a number is
forgotten with it

The next number is told to the kernel by ns_last_pid, which takes privilege.
"""
import os
import signal
import subprocess

JOB = r"""
import os, sys
pid = os.fork()
if pid == 0:
    os._exit(0)
os.waitpid(pid, 0)
print(pid, flush=True)
sys.stdin.readline()
try:
    os.kill(pid, 10)
    print("sent", flush=True)
except OSError as e:
    print(e.errno, flush=True)
"""

LAST = "/proc/sys/kernel/ns_last_pid"


def hold_back():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])


def signalled(pid):
    """Does the signal wait for the process?"""
    with open(f"/proc/{pid}/status") as f:
        for line in f:
            if line.startswith("ShdPnd:"):
                return bool(int(line.split()[1], 16) &
                            1 << signal.SIGUSR1 - 1)
    return False


def stranger(pid):
    """A process outside with this number, or None."""
    for _ in range(200):
        try:
            with open(LAST, "w") as f:
                f.write(str(pid - 1))
        except OSError:
            return None
        p = subprocess.Popen(["/bin/sleep", "600"], preexec_fn=hold_back)
        if p.pid == pid:
            return p
        p.kill()
        p.wait()
    return None


def reached(run, sandboxed):
    """None (cannot be tried), or whether the stranger was signalled."""
    argv = ["/usr/bin/python3", "-c", JOB]
    if sandboxed:
        argv = run.wrap(argv)
    job = subprocess.Popen(argv, stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, text=True)
    other = stranger(int(job.stdout.readline()))
    job.stdin.write("go\n")
    job.stdin.flush()
    job.stdout.readline()
    job.wait()
    if other is None:
        return None
    met = signalled(other.pid)
    other.kill()
    other.wait()
    return met


def check(new_run):
    """Yields (name, passed, why)."""
    with new_run() as run:
        met = reached(run, False)
        if met is None:
            return
        yield "bare", met, "the stranger was not signalled"
    with new_run([("programs", '{allow: run, path: "/usr/bin/python3*"}'),
                  ("files", '{allow: read, path: ["{DIR}", /etc]}')]) as run:
        # Another process of this machine may have taken the number.
        for _ in range(20):
            met = reached(run, True)
            if met is not None:
                break
        yield "denied", met is False, f"signalled: {met}"
