"""attack: have of the operator's environment what every program obeys, and what
it keeps secret

source: ld.so(8), LD_PRELOAD and LD_AUDIT; MITRE T1574.006
stops: names that run code or hold secrets do not reach the job
"""
import subprocess

SECRET = "the SECRET token"


def look(run, sandboxed, keep=()):
    """What a program says of its environment, and what the loader says: ours
    too, which is outside."""
    names = ["LD_AUDIT", "LD_DEBUG", "PTS_TOKEN"]
    env = dict(run.env, LD_DEBUG="libs", PTS_TOKEN=SECRET)
    argv = ["/usr/bin/printenv"] + names
    if sandboxed:
        argv = run.wrap(argv)
        for name in keep:
            argv[1:1] = ["--keep-env", name]
    p = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True,
                       text=True, env=env)
    return p.stdout, p.stderr


def check(new_run):
    """Yields (name, passed, why)."""
    rules = [("programs", "{allow: run, path: /usr/bin/printenv}")]
    with new_run() as run:
        told, loader = look(run, False)
        yield "bare", SECRET in told and "find library" in loader, loader[-200:]
    with new_run(rules) as run:
        told, _ = look(run, True)
        yield "denied", SECRET not in told and "libs" not in told, told[-300:]
    with new_run(rules) as run:
        told, _ = look(run, True, ["PTS_TOKEN"])
        yield "allowed", SECRET in told, told[-200:]
