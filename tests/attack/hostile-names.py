"""attack: names with escape sequences, line ends and broken UTF-8, to forge
lines of the record or to command the terminal of who reads it

source: CVE-2003-0063 class (terminal escapes); CWE-117, CWE-150
stops: what comes from the job is quoted before it is written anywhere
"""
import json
import subprocess

FORGED = "ptsandbox: denied: nothing"
EVIL = "x\x1b]0;owned\x07\r\n" + FORGED + "\n\xff\xfe\u202e"

JOB = r"""
import ctypes, os, socket, sys
evil = sys.argv[2].encode("latin-1", "replace") + b"\xc3\x28"
libc = ctypes.CDLL(None)
libc.prctl(15, b"\x1b[2J\nptsandbox", 0, 0, 0)
def tried(f, *args):
    try:
        f(*args)
    except OSError:
        pass
    except ValueError:
        pass
top = sys.argv[1].encode()
tried(os.open, top + b"/b/" + evil, os.O_RDONLY)
tried(os.mkdir, top + b"/b/" + evil)
tried(os.symlink, evil, top + b"/b/l")
tried(os.rename, top + b"/b/" + evil, top + b"/c/" + evil)
tried(os.execv, top + b"/b/" + evil, [evil, evil])
for name in b"\0" + evil, top + b"/b/" + evil[:20]:
    s = socket.socket(socket.AF_UNIX)
    tried(s.connect, name)
os.write(1, b"done")
"""


def record(run, sandboxed):
    """The job's output, what was said to the user, and the record."""
    argv = ["/usr/bin/python3", "-c", JOB, run.dir, EVIL]
    if sandboxed:
        argv = [x for x in run.wrap(argv) if x != "--quiet"]
        argv[1:1] = ["--summary"]
    p = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True,
                       env=run.env)
    if not sandboxed:
        return p.stdout, p.stderr, b""
    with open(run.audit_path, "rb") as f:
        return p.stdout, p.stderr, f.read()


def faults(said, kept):
    """What is wrong with the lines, or ''."""
    for line in said.splitlines():
        if any(b < 0x20 and b != 9 for b in line) or b"\x7f" in line:
            return f"control characters: {line!r}"
        if line.decode("utf-8", "replace") == FORGED:
            return "a line of the job's making"
    if b"\\u001b" not in kept and b"\\x1b" not in kept:
        return f"the names are not in the record: {kept[-300:]!r}"
    for line in kept.splitlines():
        if any(b < 0x20 for b in line):
            return f"control characters in the record: {line!r}"
        json.loads(line)
    return ""


def check(new_run):
    """Yields (name, passed, why)."""
    rules = [("programs", '{allow: run, path: "/usr/bin/python3*"}'),
             ("files", '{allow: read, path: ["{DIR}/a", /etc]}')]
    with new_run() as run:
        out, said, _ = record(run, False)
        yield "bare", out == b"done" and said == b"", repr(said[-300:])
    with new_run(rules) as run:
        out, said, kept = record(run, True)
        why = faults(said, kept)
        yield "denied", out == b"done" and why == "", why or repr(said[-300:])
