"""What the attack and race runners share: the header of a guest, a fresh tree
with peers around it, rules, and the judgement of a run by more than the guest's
own word."""
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

from peers import Peers, Victim

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(TOP, os.environ.get("B", "build"))
SANDBOX = os.path.abspath(
    os.environ.get("PTSANDBOX", os.path.join(BUILD, "ptsandbox")))
TIMEOUT = 120
# With PTS_LANDLOCK=N: as on a kernel that has Landlock's ABI N at most.
OLD = ["env", "LD_PRELOAD=" + os.path.join(BUILD, "tests/wall/old.so")] \
    if os.environ.get("PTS_LANDLOCK") else []

# The job sees the run's folder by another name, in a private folder.
SEEN = "/pts-fresh/seen" if os.environ.get("PTS_VIEW") else None
VIEW = """namespace:
  map:
    - {at: /pts-fresh, private: true}
    - {at: %(seen)s, from: %(dir)s}"""
# The same, and what the job changes is kept elsewhere.
LAYERED = """namespace:
  map:
    - {at: /pts-fresh, private: true}
    - {at: %(seen)s, from: %(dir)s, layer: %(dir)s.layer}"""
if os.environ.get("PTS_VIEW") == "layer":
    VIEW = LAYERED

BASE = {
    "files": [
        '{allow: any, path: "{DIR}/a"}',
        '{allow: read, path: "{DIR}/c"}',
        '{allow: [read, write], path: [/proc, /dev/fd, /dev/null, /dev/pts, '
        '/dev/tty]}',
        '{allow: [read, exec], path: [/usr, /lib, /lib64, /bin, '
        '/etc/ld.so.cache, "{GUEST}"]}',
    ],
    "programs": [
        '{allow: run, path: "{GUEST}"}',
        '{allow: run, path: "{DIR}/a/tool"}',
    ],
    "processes": ["{allow: fork}", "{allow: signal, to: job}"],
    "network": [
        '{allow: connect, to: "tcp:127.0.0.1:{PORT_A}"}',
        '{allow: connect, to: "udp:127.0.0.1:{UDP_A}"}',
        '{allow: connect, to: "unix:{DIR}/a/*"}',
    ],
}


def header(path):
    """The `key: value` lines of a file's first comment, as {key: [values]}.  A
    value goes on until the next key or an empty line."""
    with open(path) as f:
        text = f.read()
    comment = text[:text.index("*/") if path.endswith(".c") else
                   text.index('"""', 3)].lstrip('"')
    found, key = {}, None
    for line in comment.splitlines():
        line = re.sub(r"^\s*/?\* ?", "", line)
        m = re.match(r"([a-z]+(?:/[\w/-]+)?): (.*)", line)
        if m:
            key = m.group(1)
            found.setdefault(key, []).append(m.group(2))
        elif not line.strip():
            key = None
        elif key:
            found[key][-1] += " " + line.strip()
    return found


class Guest:
    """One .c file of tests/attack or tests/race and its compiled program."""

    def __init__(self, source):
        self.name = os.path.splitext(os.path.basename(source))[0]
        kind = os.path.basename(os.path.dirname(os.path.abspath(source)))
        self.program = os.path.join(BUILD, "tests", kind, self.name)
        self.head = header(source)
        with open(source) as f:
            self.wants_victim = '"VICTIM"' in f.read()

    def words(self, key, variant="", default=""):
        return self.text(key, variant, default).split()

    def text(self, key, variant="", default=""):
        value = self.head.get(f"{key}/{variant}") or self.head.get(key)
        return value[0] if value else default

    def rules(self, key, variant):
        """[(section, rule), ...]"""
        lines = self.head.get(key, []) + self.head.get(f"{key}/{variant}", [])
        return [tuple(x.strip() for x in s.split(":", 1)) for s in lines]


class Result:
    def __init__(self, outcome, errno="", detail="", output="", audit=()):
        self.outcome = outcome  # won, failed, skipped, signal, error
        self.errno = errno
        self.detail = detail
        self.output = output
        self.audit = audit


def give_away(folder, user):
    """What is in the folder is the user's; the folder itself is not."""
    uid = pwd.getpwnam(user).pw_uid
    os.chmod(folder, 0o755)
    for path, folders, files in os.walk(folder):
        for name in folders + files:
            os.lchown(os.path.join(path, name), uid, uid)


class Run:
    """A fresh tree, its peers, and one guest run in it."""

    def __init__(self, guest=None, rules=(), exclude=(), victim="outsider"):
        self.guest, self.extra, self.exclude = guest, rules, exclude
        self.victim_is = victim
        self.victim = None
        # Attacks on a namespace draw their own (`space`).
        self.space = guest.head.get("space", []) if guest else []
        self.seen = None if self.space else SEEN

    def __enter__(self):
        self.dir = os.path.realpath(tempfile.mkdtemp(prefix="pts-"))
        make_tree(self.dir)
        self.user = os.environ.get("PTS_USER")
        self.program = self.guest.program if self.guest else None
        self.peers = Peers(self.dir)
        if self.user:
            give_away(self.dir, self.user)
            self.lend_program()
        self.env = dict(os.environ, VICTIM_IS=self.victim_is,
                        **self.peers.names)
        if self.guest is None or self.guest.wants_victim:
            self.victim = Victim(
                self.guest is not None and "victim" in self.guest.head)
            self.env["VICTIM"] = str(self.victim.pid)
        self.before = snapshot(self.dir)
        return self

    def lend_program(self):
        """A user may not reach the folder that we are built in."""
        if self.program:
            folder = self.dir + ".guest"
            os.mkdir(folder)
            os.chmod(folder, 0o755)
            self.program = shutil.copy(self.program, folder)

    def __exit__(self, *_):
        self.peers.close()
        if self.victim:
            self.victim.end()
        shutil.rmtree(self.dir, ignore_errors=True)
        shutil.rmtree(self.dir + ".layer", ignore_errors=True)
        shutil.rmtree(self.dir + ".guest", ignore_errors=True)

    def fill(self, text):
        values = dict(self.peers.names, DIR=self.seen or self.dir,
                      GUEST=self.program or os.path.join(self.dir, "a/tool"))
        for name, value in values.items():
            text = text.replace("{%s}" % name, value)
        return text

    def wrap(self, argv):
        """The command that runs argv under our rules."""
        lines = ["version: 1"]
        if self.seen:
            lines.append(VIEW % {"seen": self.seen, "dir": self.dir})
        if self.space:
            lines.append("namespace:")
            lines += ["  " + self.fill(x) for x in self.space]
        for section, base in BASE.items():
            own = [r for s, r in self.extra if s == section]
            base = [r for r in base if not any(
                self.fill(x.split(" ", 1)[1]) in self.fill(r)
                for x in self.exclude)]
            lines.append(section + ":")
            lines += ["  - " + self.fill(r) for r in own + base]
        path = os.path.join(self.dir, "rules.yaml")
        with open(path, "w") as f:
            f.write("\n".join(lines) + "\n")
        self.audit_path = os.path.join(self.dir, "audit")
        user = []
        if self.user:
            with open(self.audit_path, "w"):
                shutil.chown(self.audit_path, self.user)
            user = ["--user", self.user]
        return [*OLD, SANDBOX, "-r", path, "--quiet", "--audit", self.audit_path,
                *user,
                *os.environ.get("PTS_OPTIONS", "").split(), "--"] + argv

    def go(self, args, sandboxed, timeout=TIMEOUT, tty=False, leave_open=False):
        argv = [self.program, self.dir] + args
        if sandboxed and self.seen:
            argv[1] = self.seen
        if sandboxed:
            argv = self.wrap(argv)
            if self.victim_is == "parent":
                # exec keeps the pid: the supervisor's own
                argv = ["/bin/sh", "-c", 'VICTIM=$$ exec "$@"', "sh"] + argv
        fds, stdin, prepare = [], subprocess.DEVNULL, None
        if leave_open:
            fds.append(os.open(os.path.join(self.dir, "b/f"), os.O_RDONLY))
            self.env["LEFT_OPEN"] = str(fds[0])
        if tty:
            fds += os.openpty()
            stdin, prepare = fds[-1], take_terminal
        p = subprocess.Popen(argv, env=self.env, stdin=stdin,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             start_new_session=True, preexec_fn=prepare,
                             pass_fds=fds if leave_open else ())
        try:
            out, err = p.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL)
            out, err = p.communicate()
            return Result("error", detail=f"no end after {timeout} s",
                          output=text_of(out, err))
        finally:
            for fd in fds:
                os.close(fd)
        return self.judge(p.returncode, text_of(out, err), sandboxed)

    def judge(self, status, output, sandboxed):
        audit = self.read_audit() if sandboxed else ()
        seen = self.outside_view()
        if seen or "ATTACK WON" in output:
            return Result("won", detail=seen or last(output), output=output,
                          audit=audit)
        if sandboxed and status > 128:
            status = 128 - status
        if status < 0:
            return Result("signal", signal.Signals(-status).name,
                          output=output, audit=audit)
        if status == 77:
            return Result("skipped", detail=last(output), output=output)
        m = re.search(r"attack failed: (\w+)", output)
        if status == 1 and m:
            return Result("failed", m.group(1), last(output), output, audit)
        return Result("error", detail=f"exit status {status}", output=output,
                      audit=audit)

    def outside_view(self):
        """What shows from outside that the forbidden thing happened, or ''."""
        after = snapshot(self.dir)
        if after != self.before:
            changed = [k for k in set(after) | set(self.before)
                       if after.get(k) != self.before.get(k)]
            return "changed: " + " ".join(sorted(changed))
        return (self.victim and self.victim.harmed()) or self.peers.reached()

    def read_audit(self):
        records = []
        try:
            with open(self.audit_path, "rb") as f:
                for line in f:
                    records.append(json.loads(line))
        except (OSError, ValueError) as e:
            records.append({"broken": str(e)})
        return records


def make_tree(top):
    def put(name, text, mode=0o644):
        path = os.path.join(top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(text)
        os.chmod(path, mode)

    for name in "a/f", "a/d/f", "a/b/f", "c/ro":
        put(name, "PUBLIC\n")
    put("b/f", "the SECRET\n")
    os.symlink("SECRET", os.path.join(top, "b/link"))
    tools = os.path.join(BUILD, "tests", "lib")
    shutil.copy(os.path.join(tools, "tool40"), os.path.join(top, "a/tool"))
    shutil.copy(os.path.join(tools, "tool40"), os.path.join(top, "a/echo"))
    shutil.copy(os.path.join(tools, "tool41"), os.path.join(top, "b/tool"))


def snapshot(top):
    """All that can be changed about what the rules forbid."""
    seen = {}
    for folder in "b", "c":
        start = os.path.join(top, folder)
        if not os.path.isdir(start) or os.path.islink(start):
            seen[folder] = None
            continue
        for name in [""] + sorted(os.listdir(start)):
            path = os.path.join(start, name)
            st = os.lstat(path)
            body = b""
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as f:
                    body = f.read()
            seen[f"{folder}/{name}"] = (
                st.st_mode, st.st_uid, st.st_gid, st.st_nlink, st.st_mtime_ns,
                body, tuple(sorted(os.listxattr(path, follow_symlinks=False))))
    return seen


def take_terminal():
    import fcntl
    import termios
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def text_of(out, err):
    return (out + err).decode(errors="backslashreplace")


def last(output):
    for line in reversed(output.strip().splitlines()):
        if re.match("ATTACK WON|attack failed|skipped|rounds", line):
            return line
    return output.strip().splitlines()[-1] if output.strip() else ""


class Count:
    """The lines of the report and its closing one."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def ok(self, name):
        self.passed += 1
        if os.environ.get("V"):
            print(f"ok      {name}", flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped {name}: {why}", flush=True)

    def fail(self, name, why, result=None):
        self.failed += 1
        print(f"FAILED  {name}: {why}", flush=True)
        if result and result.output:
            for line in result.output.strip().splitlines()[-6:]:
                print("        | " + line[:200])

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed, "
              f"{self.skipped} skipped")
        sys.exit(1 if self.failed else 0)


def chosen(folder, ending, argv):
    """The files of a folder, or those whose names were given."""
    names = sorted(x for x in os.listdir(folder) if x.endswith(ending))
    if argv:
        names = [x for x in names if os.path.splitext(x)[0] in argv]
    return [os.path.join(folder, x) for x in names]


def bare_too(steps):
    """The steps that need no ptsandbox, but where BARE=no."""
    return [] if os.environ.get("BARE") == "no" else steps


def need_sandbox():
    if not os.access(SANDBOX, os.X_OK):
        sys.exit(f"{SANDBOX}: not there: run make first, or set PTSANDBOX")
