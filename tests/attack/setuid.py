"""attack: gain another user's rights by a set-user-ID program

source: execve(2), ptrace(2); PR_SET_NO_NEW_PRIVS
stops: no_new_privs is set before the first instruction of the job

A copy of id(1) belongs to another user and has the bit; only root can make one.
"""
import os
import shutil
import subprocess

NOBODY = 65534


def effective(run, sandboxed):
    """The user that the program finds itself to be."""
    program = os.path.join(run.dir, "a", "id")
    shutil.copy("/usr/bin/id", program)
    os.chown(program, NOBODY, -1)
    os.chmod(program, 0o4755)
    argv = [program, "-u"]
    if sandboxed:
        argv = run.wrap(argv)
    p = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True,
                       text=True)
    return p.stdout.strip() or p.stderr


def check(new_run):
    """Yields (name, passed, why)."""
    if os.geteuid() != 0:
        return
    rules = [("programs", '{allow: run, path: "{DIR}/a/id"}'),
             ("files", '{allow: [read, exec], path: ["{DIR}/a", /etc, /sys]}')]
    with new_run() as run:
        got = effective(run, False)
        yield "bare", got == str(NOBODY), f"it ran as {got}"
    with new_run(rules) as run:
        got = effective(run, True)
        yield "denied", got == "0", f"it ran as {got}"
