"""One run of the fault build: its folder, its rules, and what was left of it."""
import ctypes
import glob
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

TIMEOUT = int(os.environ.get("FAULT_TIMEOUT", "120"))
PR_SET_CHILD_SUBREAPER = 36

RULES = """version: 1
include: [native, python3]
audit: {{log: all}}
limits: {{wall: 10m, cpu: 60s, memory: 1G, processes: 50, open-files: 200, file-size: 50M, written: 100M, output: 1M}}
{drawn}files:
  - {{allow: any, path: [{d}/a, /priv, /below, /shown, {d}/changes]}}
  - {{deny: any, path: [{d}/c, {d}/b]}}
  - {{allow: [read, exec], path: [{d}, /usr, /bin, /lib, /lib64, /proc, /etc, {guest}]}}
  - {{allow: any, path: [/dev/null], inject: {{delay: 1ms, every: 1000}}}}
programs:
  - {{deny: run, path: ["{d}/c/**"]}}
  - {{allow: run, path: ["/**"]}}
network:
  - {{allow: any, to: ["unix:{d}/a/**", "tcp:127.0.0.1:1"]}}
processes:
  - {{allow: fork}}
  - {{allow: signal, to: job}}
"""
DRAWN = """namespace:
  map:
    - {{at: /priv, private: true}}
    - {{at: /shown, from: {d}/shown}}
    - {{at: /below, from: {d}/low, layer: {d}/changes}}
  hide: {d}/b
"""
SCRIPT = """import os, sys
d = sys.argv[1]
def try_it(what, f):
    try:
        f()
    except OSError as e:
        print(what + ": " + os.strerror(e.errno) if e.errno != 13 else what)
    else:
        print("CANARY " + what) if what[0] == "!" else None
for i in range(3):
    try_it("!denied", lambda: open(d + "/c/denied"))
    try_it("write", lambda: open(d + "/a/py", "w").write("x"))
    try_it("list", lambda: os.listdir(d + "/a"))
pid = os.fork()
if pid == 0:
    try_it("!exec", lambda: os.execv(d + "/c/tool", ["tool", d + "/c/ran"]))
    os._exit(0)
print("child", os.waitpid(pid, 0)[1])
print("done")
"""
# So many that are busy at once that some change hands.
CROWD = """import os, sys
d = sys.argv[1]
def busy():
    for i in range(300):
        try:
            os.stat("/")
            if i % 100 == 0:
                open(d + "/c/denied")
                print("CANARY denied")
        except PermissionError:
            pass
        except OSError as e:
            print("busy: " + os.strerror(e.errno))
    sys.stdout.flush()
    os._exit(0)
pids = []
for i in range(6):
    pid = os.fork()
    if pid == 0:
        busy()
    pids.append(pid)
for pid in pids:
    print("child", os.waitpid(pid, 0)[1])
print("done")
"""


def write(path, text, mode=0o644):
    with open(path, "w") as f:
        f.write(text)
    os.chmod(path, mode)


class Outcome:
    """What a run was: status (None: it did not end), out, err, and the lines
    in which things that may never happen are told."""

    def __init__(self):
        self.status, self.out, self.err, self.wrong = None, "", "", []
        self.struck, self.calls = 0, {}


class Rig:
    """A folder and what may be run in it."""

    def __init__(self, build, folder):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.program = os.path.join(build, "ptsandbox")
        self.guest = os.path.join(build, "guest")
        self.d = tempfile.mkdtemp(dir=folder)
        self.port = socket.socket()
        self.port.bind(("127.0.0.1", 0))
        self.port.listen(4)
        self.port.setblocking(False)
        for name in ("b", "c", "shown"):
            os.mkdir(f"{self.d}/{name}")
        write(f"{self.d}/b/secret", "SECRET")
        write(f"{self.d}/c/denied", "DENIED")
        write(f"{self.d}/c/tool", "#!/bin/sh\n: > $1\n", 0o755)
        write(f"{self.d}/shown/text", "shown\n")
        write(f"{self.d}/script.py", SCRIPT)
        write(f"{self.d}/crowd.py", CROWD)
        where = {"d": self.d, "guest": os.path.dirname(self.guest)}
        write(f"{self.d}/host.yaml", RULES.format(drawn="", **where))
        write(f"{self.d}/drawn.yaml",
              RULES.format(drawn=DRAWN.format(**where), **where))
        self.kept = self.sum()

    def sum(self):
        """What nobody may change."""
        all_of = []
        for name in sorted(glob.glob(f"{self.d}/[bc]/*")):
            with open(name) as f:
                all_of.append((name, os.stat(name).st_mode, f.read()))
        return all_of

    def fresh(self):
        for name in ("a", "low", "changes", "tmp", "log"):
            shutil.rmtree(f"{self.d}/{name}", ignore_errors=True)
            os.mkdir(f"{self.d}/{name}")
        for name in ("rec", "meta", "state", "out", "err"):
            if os.path.exists(f"{self.d}/{name}"):
                os.unlink(f"{self.d}/{name}")
        os.symlink(f"{self.d}/b/secret", f"{self.d}/a/to-secret")
        write(f"{self.d}/low/text", "low\n")
        write(f"{self.d}/low/gone", "low\n")

    def argv(self, kind):
        d, options = self.d, []
        if kind in ("drawn", "host"):
            options = ["--safe-output", "--ctl"] if kind == "drawn" else []
            job = [self.guest, d, str(self.port.getsockname()[1])]
        else:
            script = "crowd.py" if kind == "crew" else "script.py"
            job = ["/usr/bin/python3", "-S", f"{d}/{script}", d]
        rules = "drawn" if kind == "drawn" else "host"
        return [self.program, "-q", "-r", f"{d}/{rules}.yaml", "--audit",
                f"{d}/rec", "--meta", f"{d}/meta", "--stacks", "both",
                *options, "--", *job]

    def environment(self, fault):
        env = {"PATH": "/usr/bin:/bin", "HOME": self.d, "LC_ALL": "C",
               "TMPDIR": f"{self.d}/tmp", "PTS_FAULT_STATE": f"{self.d}/state",
               "ASAN_OPTIONS": f"log_path={self.d}/log/asan",
               "UBSAN_OPTIONS": f"print_stacktrace=1:log_path={self.d}/log/ubsan"}
        if fault is not None:
            env["PTS_FAULT"] = fault
        return env

    def run(self, kind, fault=None):
        """Runs, and looks at what is there afterwards."""
        self.fresh()
        o = Outcome()
        with open(f"{self.d}/out", "wb") as out, \
                open(f"{self.d}/err", "wb") as err:
            p = subprocess.Popen(self.argv(kind), stdin=subprocess.DEVNULL,
                                 stdout=out, stderr=err, cwd=self.d,
                                 env=self.environment(fault))
            try:
                o.status = p.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                o.wrong.append("it hangs: " + waits(p.pid))
                p.kill()
                p.wait()
        self.reap(o)
        for name in ("out", "err"):
            with open(f"{self.d}/{name}", errors="replace") as f:
                setattr(o, name, f.read())
        self.look(o)
        return o

    def reap(self, o):
        """Everything that the run started has become ours, and must end."""
        end = time.monotonic() + 60
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                if time.monotonic() > end:
                    break
                time.sleep(0.002)
        o.wrong.append("left: " + " ".join(kill_children()))

    def look(self, o):
        if "CANARY" in o.out:
            o.wrong.append(re.search("CANARY.*", o.out).group(0))
        if self.sum() != self.kept:
            o.wrong.append("what is denied was changed")
            os.path.exists(f"{self.d}/c/ran") and os.unlink(f"{self.d}/c/ran")
        try:
            self.port.accept()[0].close()
            o.wrong.append("a denied port was reached")
        except BlockingIOError:
            pass
        if os.listdir(f"{self.d}/tmp"):
            o.wrong.append("a folder is left")
        for name in glob.glob(f"{self.d}/log/*"):
            with open(name, errors="replace") as f:
                o.wrong.append("sanitizer: " + f.read()[:1500])
        self.read_state(o)

    def read_state(self, o):
        with open(f"{self.d}/state", "rb") as f:
            state = f.read()
        o.struck, crashed = struct.unpack("II", state[:8])
        if crashed:
            o.wrong.append("crashed: " + signal.Signals(crashed).name)
        for name, n in struct.iter_unpack("44sI", state[8:]):
            o.calls[name.rstrip(b"\0").decode()] = n


def waits(pid):
    """Where the processes of a run that hangs are."""
    said = []
    for line in subprocess.run(["ps", "-eo", "pid,ppid,stat,wchan:20,args"],
                               capture_output=True, text=True,
                               check=False).stdout.splitlines():
        if line.split()[0] == str(pid) or line.split()[1] == str(pid):
            said.append(" ".join(line.split())[:70])
    return "; ".join(said)


def kill_children():
    me, names = os.getpid(), []
    with open(f"/proc/self/task/{me}/children") as f:
        children = [int(x) for x in f.read().split()]
    for pid in children:
        with open(f"/proc/{pid}/comm") as f:
            names.append(f.read().strip())
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return names
