#!/usr/bin/python3
"""Makes each thing that the supervisor asks for fail, and looks what becomes of
the job.

    run.py FOLDER [--all] [--seed N] [--most N] [--seconds N] [--kinds K,...]
        [ROW[:NUMBER[:ERRNO]] ...]

FOLDER holds the fault program and its guest (mk/fault.mk).  A plain run counts
the calls of each row of functions.def; then each row's calls fail, one in each
run: of each row --most, spread over all of them, for --seconds at most; without
--all and rows a sample of that.  Required of each run: it ends; nothing of it is
left; no sanitizer complains and nothing crashes; what is denied stays denied;
and either the job went as without the fault, or it was told the error, or it
was ended, with status 125 and one line.
"""
import argparse
import concurrent.futures
import errno
import json
import os
import random
import re
import sys
import tempfile
import time

from rig import Rig

HERE = os.path.dirname(os.path.abspath(__file__))
ROW = re.compile(r'(FAULT|DEED|HAND|CALL|REQUEST)\((\w+), "([^"]*)"')
PREFIX = {"CALL": "syscall ", "REQUEST": "ptrace "}
# Besides there is "crew", where asked for: no two runs make the same calls.
KINDS = ("drawn", "host", "python")
OURS = 125
# So many of a row's calls, spread evenly with luck, are all of them.
MOST = 150
# Without --all and rows so many are tried.
SAMPLE = 150


def rows():
    with open(f"{HERE}/functions.def") as f:
        for line in f:
            m = ROW.match(line)
            if m:
                yield PREFIX.get(m[1], "") + m[2], m[3].split()


def number_of(word):
    return -1 if word == "short" else getattr(errno, word)


def spread(n, most, luck):
    """`most` of 1..n, one of each part."""
    if n <= most:
        return list(range(1, n + 1))
    return [luck.randrange(i * n // most, (i + 1) * n // most) + 1
            for i in range(most)]


def is_whole(rig):
    """The record has its end, and --meta was written."""
    try:
        with open(f"{rig.d}/rec") as f:
            last = json.loads(f.readlines()[-1])
        with open(f"{rig.d}/meta") as f:
            return last.get("event") == "end" and "status" in json.load(f)
    except (OSError, ValueError, IndexError):
        return False


def judge(o, plain, row, word, rig):
    """What is wrong, as a list; what became of it, as a word."""
    wrong = list(o.wrong)
    lines = o.err.splitlines()
    if not o.struck:
        return wrong, "not reached"
    failed = "as it started a program: " in o.err and len(lines) == 1
    if o.status == OURS:
        if word == "ESRCH" and row.startswith(("ptrace ", "process_vm_")):
            wrong.append(f"a task died, and the job was ended: {o.err[:200]!r}")
        # A record that cannot be kept is told of once more, at its end.
        if len(lines) != 1 and not (len(lines) == 2 and "not whole" in lines[1]):
            wrong.append(f"{len(lines)} lines: {o.err[:300]!r}")
        became = "ended"
    elif word == "ESRCH":
        became = "a task died"
    elif o.status in (126, 127) and len(lines) == 1:
        became = "not started"
    elif o.status == 128 + 9 and failed:
        became = "killed at its start"
    elif o.status == plain.status:
        more = [x for x in o.out.splitlines()
                if x not in plain.out.splitlines()]
        became = "told" if more else "tolerated"
        if not is_whole(rig):
            wrong.append("the record or --meta is not whole")
        # A reader of the output that went away is the job's own affair.
        if word != "EPIPE" and not more and o.out != plain.out:
            wrong.append(f"output is missing: {o.out[-100:]!r}")
    elif os.strerror(getattr(errno, word, 0)) in o.err or \
            "Fatal Python error: " in o.err:  # a module could not be read
        became = "told"
    else:
        wrong.append(f"status {o.status}: {o.err[:200]!r} {o.out[-100:]!r}")
        became = "?"
    if word == "EINTR" and became != "tolerated":
        wrong.append(f"interrupted, and {became}: {o.err[:200]!r} "
                     f"{o.out[-100:]!r}")
    return wrong, became


RIG = PLAIN = END = None


def start(build, folder, plain, end):
    global RIG, PLAIN, END
    RIG, PLAIN, END = Rig(build, folder), plain, end


def case(kind, row, n, word):
    if END is not None and time.monotonic() > END:
        return kind, row, n, word, [], None, ""
    o = RIG.run(kind, f"{row}:{n}:{number_of(word)}")
    wrong, became = judge(o, PLAIN[kind], row, word, RIG)
    return kind, row, n, word, wrong, became, o.err.strip()[:100]


def plain_runs(build, folder, kinds):
    rig, plain = Rig(build, folder), {}
    for kind in kinds:
        plain[kind] = rig.run(kind)
        o = plain[kind]
        unknown = [x for x in ("syscall", "ptrace") if o.calls[x]]
        if o.status != 0 or o.wrong or o.err or "done" not in o.out or unknown:
            sys.exit(f"the plain run ({kind}) is not good: {o.status} {o.wrong}"
                     f" {o.err} {o.out} not in functions.def: {unknown}")
    return plain


def cases(plain, args):
    luck = random.Random(args.seed)
    wanted = [x.split(":") for x in args.rows]
    for kind in args.kinds.split(","):
        for row, words in rows():
            ask = [x for x in wanted if x[0] == row]
            if wanted and not ask:
                continue
            calls = plain[kind].calls[row]
            if ask and len(ask[0]) > 1:
                numbers = [int(ask[0][1])]
            else:
                numbers = spread(calls, args.most, luck)
            if ask and len(ask[0]) > 2:
                words = [ask[0][2]]
            for word in words:
                for n in numbers:
                    yield kind, row, n, word


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("rows", nargs="*")
    p.add_argument("--all", action="store_true")
    p.add_argument("--most", type=int, default=MOST)
    p.add_argument("--seconds", type=float)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--kinds", default=",".join(KINDS))
    p.add_argument("--show", action="store_true")
    args = p.parse_intermixed_args()
    with tempfile.TemporaryDirectory(prefix="pts-fault-") as folder:
        os.chmod(folder, 0o755)
        return run_all(args, os.path.realpath(args.build), folder)


def run_all(args, build, folder):
    plain = plain_runs(build, folder, args.kinds.split(","))
    todo = list(cases(plain, args))
    if not args.rows:
        random.Random(args.seed).shuffle(todo)
    points = len(todo)
    if not args.all and not args.rows:
        todo = todo[:SAMPLE]
    end = time.monotonic() + args.seconds if args.seconds else None
    became, bad, tried = {}, 0, 0
    with concurrent.futures.ProcessPoolExecutor(
            args.jobs, initializer=start, initargs=(build, folder, plain, end)) as pool:
        for kind, row, n, word, wrong, what, line in pool.map(
                case, *zip(*todo), chunksize=4):
            if what is None:
                continue
            tried += 1
            became[what] = became.get(what, 0) + 1
            if wrong:
                bad += 1
                print(f"{kind} {row}:{n}:{word}: {what}: {'; '.join(wrong)}")
            elif args.show:
                print(f"{kind} {row}:{n}:{word}: {what} {line}")
            sys.stdout.flush()
    print(f"faults: {tried} of {points} points tried (seed {args.seed}): " +
          ", ".join(f"{n} {what}" for what, n in sorted(became.items())) +
          f"; {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
