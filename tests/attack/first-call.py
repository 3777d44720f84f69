"""attack: be the forbidden program from the very first call

source: ptrace(2), PTRACE_SEIZE; startup races of tracers that attach
stops: the launcher waits until it is traced and filtered; its exec is judged
"""
import os
import subprocess


def run_it(run, sandboxed, rules_for="b/tool"):
    argv = [os.path.join(run.dir, rules_for)]
    if sandboxed:
        argv = run.wrap(argv)
    p = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True)
    return p.returncode


def check(new_run):
    """Yields (name, passed, why)."""
    with new_run() as run:
        yield "bare", run_it(run, False) == 41, "the tool exits with 41"
    with new_run() as run:
        status = run_it(run, True)
        yield "denied", status == 126, f"exit status {status}"
    with new_run([("programs", '{allow: run, path: "{DIR}/b/tool"}'),
                  ("files", '{allow: [read, exec], path: "{DIR}/b/tool"}')]
                 ) as run:
        status = run_it(run, True)
        yield "allowed", status == 41, f"exit status {status}"
