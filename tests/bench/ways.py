"""The ways to run a command: bare, under ptsandbox, under what else there is."""
import os
import re
import shutil
import signal
import subprocess

LIMIT = 20

RULES = """version: 1
include: [python3, native]
files:
  - {{deny: any, path: {top}/forbidden}}
  - {{allow: any, path: {top}}}
  - {{allow: [read, exec], path: [{here}, {bench}, /usr, /bin, /lib, /lib64]}}
  - {{allow: read, path: [/etc, /proc, /sys]}}
  - {{allow: any, path: [/dev/null, /dev/shm]}}
network:
  - {{allow: any, to: ["any:127.0.0.1:*"]}}
programs:
  - {{allow: run, path: ["/**"]}}
processes:
  - {{allow: fork}}
  - {{allow: signal, to: job}}
"""

# Each at its lightest: no profile, no look-up of packages, nothing written.
OTHERS = (
    ("strace", ["strace", "--seccomp-bpf", "-f", "-o", "/dev/null"],
     "`strace --seccomp-bpf -f -o /dev/null`: prints every call"),
    ("PRoot", ["proot"],
     "`proot`: another root, by ptrace; judges nothing"),
    ("bubblewrap", ["bwrap", "--dev-bind", "/", "/"],
     "`bwrap --dev-bind / /`: a mount namespace; judges nothing"),
    ("fakechroot", ["fakechroot"],
     "`fakechroot`: another root, by LD_PRELOAD; holds nobody back"),
    ("firejail", ["firejail", "--quiet", "--noprofile"],
     "`firejail --noprofile`: namespaces, with a program that is setuid root"),
    ("runsc", ["runsc", "--rootless", "--platform=ptrace", "--network=none",
               "do"],
     "`runsc --platform=ptrace do`: a kernel of its own, in Go"),
    ("ReproZip", ["reprozip", "trace", "--dont-identify-packages",
                  "--overwrite", "-d", "{top}/reprozip"],
     "`reprozip trace`: records every file that is opened, by ptrace"),
)
NAMES = ["bare", "ptsandbox"] + [name for name, _, _ in OTHERS]


class Failed(Exception):
    """A command did not do what it should; the text is one line on it."""


def environment(top):
    """What every command gets: nothing of ours but the search path."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": top,
            "LC_ALL": "C.UTF-8", "REPROZIP_USAGE_STATS": "off",
            "GIT_CONFIG_GLOBAL": top + "/gitconfig", "PIP_NO_INPUT": "1",
            "PYTHONDONTWRITEBYTECODE": "1"}


def last_line(text):
    """The last line of an error, of printable ASCII, for the page."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    line = rows[-1] if rows else "no word of why"
    return re.sub(r"[^ -~]|[|`]", "?", line)[:160]


def end(p):
    """Ends a command that is not over, and what it started: one that traces
    may leave its tracees stopped for good, with our pipes."""
    try:
        os.killpg(p.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    try:
        p.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        pass


def run(command, top):
    """Standard output of a command that succeeds within LIMIT seconds."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=top,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=environment(top), start_new_session=True) as p:
        try:
            out, err = p.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired as e:
            end(p)
            raise Failed("not over after %d s" % LIMIT) from e
        except BaseException:
            end(p)
            raise
    if p.returncode != 0:
        raise Failed("status %d: %s" % (
            p.returncode,
            last_line(err.decode("utf-8", errors="replace"))))
    return out.decode()


class Ways:
    """The words before a command, by the way's name."""

    def __init__(self, ptsandbox, rules, top, tools):
        self.ptsandbox = ptsandbox
        self.top = top
        self.words = {"bare": [], "ptsandbox": self.ours(rules)}
        self.missing = {}
        for name, words, _ in OTHERS:
            if name not in tools:
                continue
            words = [word.format(top=top) for word in words]
            if shutil.which(words[0]) is None:
                self.missing[name] = "is not installed"
                continue
            try:
                run(words + ["/bin/true"], top)
            except (Failed, OSError) as e:
                self.missing[name] = "does not run here: %s" % e
                continue
            self.words[name] = words

    def ours(self, rules, *options):
        """A run of ours with these rules and options."""
        return ([self.ptsandbox, "--quiet", "-r", rules] + list(options) +
                ["--"])

    def versions(self):
        """Name -> what it says of its version."""
        found = {}
        for name, words in self.words.items():
            if not words:
                continue
            try:
                text = run([words[0], "--version"], self.top)
            except (Failed, OSError):
                text = ""
            number = re.search(r"\d+\.\d[\w.+~-]*", text)
            found[name] = number.group(0) if number else "version unknown"
        return found
