"""attack: have the kernel choose a program that no rule allows

source: Documentation/admin-guide/binfmt-misc.rst; fs/binfmt_misc.c
stops: a file that is neither ELF nor a script is not executed, whatever the
  host has registered for it; nor is an ELF program of another machine

The host has an interpreter for files that begin with some letters.  The rules
let the job run such a file, and not the interpreter.  Only root can register.
"""
import os
import shutil
import subprocess
import tempfile

NAME = f"ptsandbox-test-{os.getpid()}"
MAGIC = "PTS-ODD!"


class Registered:
    """The registration, or why there is none."""

    def __init__(self, interpreter):
        self.line = f":{NAME}:M::{MAGIC}::{interpreter}:"
        self.why = None

    def __enter__(self):
        self.dir = tempfile.mkdtemp()
        if subprocess.run(["mount", "-t", "binfmt_misc", "none", self.dir],
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.why = "the kernel or the container has no binfmt_misc"
            return self
        try:
            with open(self.dir + "/register", "w") as f:
                f.write(self.line)
        except OSError as e:
            self.why = f"cannot register: {e}"
        return self

    def __exit__(self, *_):
        try:
            with open(f"{self.dir}/{NAME}", "w") as f:
                f.write("-1")
        except OSError:
            pass
        subprocess.run(["umount", self.dir], stderr=subprocess.DEVNULL)
        os.rmdir(self.dir)


def outcome(run, sandboxed):
    """What is told where env(1) is to run a file of that kind; None: nothing
    can be registered here."""
    interpreter = run.dir + "/a/echo"
    odd = run.dir + "/a/odd"
    argv = ["/usr/bin/env", odd, "ran"]
    shutil.copy("/usr/bin/echo", interpreter)
    with open(odd, "w") as f:
        f.write(MAGIC + "\n")
    os.chmod(odd, 0o755)
    with Registered(interpreter) as there:
        if there.why is not None:
            return None
        p = subprocess.run(run.wrap(argv) if sandboxed else argv,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           text=True, cwd=run.dir)
    return p.stdout + p.stderr


def check(new_run):
    """Yields (name, passed, why)."""
    if os.geteuid() != 0:
        return
    rules = [("programs", '{allow: run, path: ["{DIR}/a/odd", /usr/bin/env, '
                          '/usr/bin/dash]}'),
             ("files", '{allow: [read, exec], path: "{DIR}/a"}')]
    with new_run() as run:
        got = outcome(run, False)
        if got is None:
            return
        yield "bare", got.endswith("ran\n"), got
    with new_run(rules) as run:
        got = outcome(run, True)
        # env(1) takes what the kernel does not know for a shell's script.
        yield "denied", f": 1: {MAGIC}: " in got, got
