#!/usr/bin/env python3
"""Does ptsandbox doctor tell the truth of this kernel?  Asks the kernel itself
for what `ptsandbox doctor --json` (on standard input) says of it.

usage: truth.py < doctor.json
"""
import ctypes
import errno
import json
import os
import re
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
LANDLOCK_CREATE_RULESET, CREATE_VERSION = 444, 1
MSEAL = 462


def call(number, *args):
    """What the call answers: a number, or minus the errno."""
    got = LIBC.syscall(number, *(ctypes.c_long(x) for x in args))
    return got if got >= 0 else -ctypes.get_errno()


def landlock(says):
    """The ABI that doctor tells is the kernel's."""
    told = re.search(r"Landlock ABI (\d+)", says)
    return (int(told.group(1)) if told else 0) == \
        max(0, call(LANDLOCK_CREATE_RULESET, 0, 0, CREATE_VERSION))


def main():
    doctor = json.load(sys.stdin)
    checks = {c["name"]: c for c in doctor["checks"]}
    bad = []
    if not doctor["jobs"]:
        bad.append("jobs")
    if os.uname().release not in checks["kernel"]["says"]:
        bad.append("kernel")
    if not landlock(checks["landlock"]["says"]):
        bad.append("landlock")
    # No address of a process is that high: only a kernel without it says so.
    has = call(MSEAL, 1 << 62, 4096, 0) != -errno.ENOSYS
    if (checks["mseal"]["state"] == "ok") != has:
        bad.append("mseal")
    for name in bad:
        print(f"doctor: not so: {name}: {checks.get(name)}")
    sys.exit(1 if bad else 0)


main()
