"""The two sides of a comparison: a command as it runs bare, and the same under
ptsandbox with nothing denied.  Both get the same user, environment, folder and
no terminal, and neither leaves a process behind."""
import ctypes
import os
import shutil
import signal
import subprocess
import time

PR_SET_CHILD_SUBREAPER = 36
# Started as root, ptsandbox gives up every capability: so must a bare run.
NO_CAPABILITIES = ["--bounding-set=-all", "--inh-caps=-all"]
PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
USERS = {"root": 0, "nobody": 65534}
RULES = "version: 1\ndefault: allow\n"
# What the job sees is the bare run's folder by name, but comes from elsewhere.
VIEWS = {
    "": "",
    "map": """namespace:
  map:
    - {at: "%(top)s/work", from: "%(top)s/real"}
    - {at: "%(top)s/work/tmp", private: true}
  cwd: "%(top)s/work"
""",
    "layer": """namespace:
  map:
    - {at: "%(top)s/work", from: "%(top)s/real", layer: "%(top)s/changes"}
    - {at: "%(top)s/work/tmp", private: true}
  cwd: "%(top)s/work"
""",
}


def adopt():
    """Makes orphans of our children our own, so that sweep() finds them."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children():
    with open("/proc/self/task/%d/children" % os.getpid()) as f:
        return [int(pid) for pid in f.read().split()]


def sweep():
    """Ends every process that a run left."""
    left = children()
    while left:
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for pid in left:
            os.waitpid(pid, 0)
        left = children()


class Side:
    """One way to run commands: as a user, bare or under a sandbox (the
    program's path), there through a view and with more rules."""

    def __init__(self, user, sandbox=None, view="", rules=""):
        self.user = USERS.get(user, os.getuid())
        self.sandbox = sandbox
        self.view = view
        self.rules = rules
        self.name = "inside" if sandbox else "bare"

    def command(self, command, top):
        words = []
        if self.user != os.getuid():
            words += ["--reuid=%d" % self.user, "--regid=%d" % self.user,
                      "--clear-groups"]
        if not self.sandbox:
            words += ["--no-new-privs"]
            if self.user == 0:
                words += NO_CAPABILITIES
        if words:
            words = ["setpriv"] + words + ["--"]
        if self.sandbox:
            rules = os.path.join(top, "rules.yaml")
            with open(rules, "w") as f:
                f.write(RULES + (VIEWS[self.view] + self.rules) % {"top": top})
            words += [self.sandbox, "--quiet", "-r", rules, "--"]
        return words + command

    def folder(self, top):
        """Makes the folder to run in.  Returns (it, where to start)."""
        work = os.path.join(top, "real" if self.view else "work")
        made = [work, os.path.join(work, "tmp")]
        if self.view == "layer":
            made.append(os.path.join(top, "changes"))
        for path in made:
            os.mkdir(path)
            os.chmod(path, 0o755)
            if os.getuid() != self.user:
                os.chown(path, self.user, self.user)
        return made, top if self.view else work

    def run(self, command, top, limit, progress=None, end=float("inf")):
        """Runs a command in a new folder, seen as TOP/work.  Returns (status,
        output); the status is None when for `limit` seconds what progress()
        returns has not changed, or when time.monotonic() says `end`."""
        made, start = self.folder(top)
        seen = os.path.join(top, "work")
        variables = {"PATH": PATH, "HOME": seen,
                     "LC_ALL": "C.UTF-8", "TERM": "dumb", "TZ": "UTC",
                     "TMPDIR": os.path.join(seen, "tmp")}
        log = os.path.join(top, self.name + ".log")
        with open(log, "wb") as out:
            p = subprocess.Popen(self.command(command, top), cwd=start,
                                 env=variables, stdin=subprocess.DEVNULL,
                                 stdout=out, stderr=subprocess.STDOUT,
                                 start_new_session=True)
            status = wait(p, limit, progress, end)
        sweep()
        for path in made:
            remove(path)
        with open(log, "rb") as f:
            return status, f.read().decode("utf-8", "backslashreplace")


def wait(p, limit, progress, end):
    """The status as a shell has it, or None."""
    last, idle = None, 0
    while True:
        now = progress() if progress else 0
        if now != last:
            last, idle = now, time.monotonic() + limit
        try:
            status = p.wait(timeout=1)
            return status if status >= 0 else 128 - status
        except subprocess.TimeoutExpired:
            if time.monotonic() > min(idle, end):
                return None


def remove(folder):
    """Also what a test made unreadable."""
    subprocess.run(["chmod", "-R", "u+rwx", folder], check=False,
                   stderr=subprocess.DEVNULL)
    shutil.rmtree(folder, ignore_errors=True)
