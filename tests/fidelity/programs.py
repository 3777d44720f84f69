"""What programs that nobody here wrote do, bare and inside: a script of their
everyday commands is run on both sides, and its status, what it printed and the
tree that it left are compared, line by line.

A script's first comment says in `key: words` lines:
    needs: PROGRAM ...      it is skipped where one is missing
    short:                  it is a part of `make check`
    unsteady: PATTERN ...   files that hold something else each time
    normal: REGEX => WORD   text that is something else each time
"""
import difflib
import os
import re
import shutil
import time

import sides

LIMIT = 240
PATH = sides.PATH
# What bash says of a command that a signal ended has the command's number.
NORMAL = [(re.compile(r"(: line \d+: +)\d+ "), r"\1PID ")]


def names(here):
    return sorted(f[:-3] for f in os.listdir(os.path.join(here, "programs"))
                  if f.endswith(".sh"))


def header(here, name):
    found = {"needs": [], "unsteady": [], "short": None, "normal": []}
    with open(os.path.join(here, "programs", name + ".sh")) as f:
        for line in f:
            m = re.match(r"# (needs|unsteady|short|normal): *(.*)", line)
            if not line.startswith("#"):
                break
            if not m:
                continue
            key, words = m.groups()
            if key == "normal":
                pattern, word = words.split(" => ")
                found[key].append((re.compile(pattern), word))
            else:
                found[key] = words.split()
    return found


def missing(here, name):
    """The first program that a script needs and that is not here."""
    for program in header(here, name)["needs"]:
        if not shutil.which(program, path=PATH):
            return program
    return None


def lines(side, here, name, top):
    """What can be told of one run."""
    head = header(here, name)
    command = ["sh", "-c", 'bash -c ". $1/prelude.sh; . $1/programs/$2.sh"\n'
               'echo "status $?"; shift 2; exec /usr/bin/python3 "$@"', "sh",
               here, name, os.path.join(here, "tree.py"),
               str(int(time.time()) - 2)] + head["unsteady"]
    status, text = side.run(command, top, LIMIT)
    said = text.replace(here, "HERE").splitlines()
    said.append("ended %s" % ("not" if status is None else status))
    for pattern, word in NORMAL + head["normal"]:
        said = [pattern.sub(word, line) for line in said]
    return said


def differences(bare, inside):
    """Lines that only one side has: `< line` bare, `> line` inside."""
    return ["<>"[line[0] == "+"] + " " + line[2:]
            for line in difflib.ndiff(bare, inside) if line[0] in "-+"]


def compare(both, here, name, top, known, tries=3):
    """Runs a script until it shows no difference, but for known(LINE), that it
    showed before.  Returns (how many lines, those that differ each time, those
    that did not)."""
    differ = count = None
    unsteady = []
    for _ in range(tries):
        bare, inside = (lines(side, here, name, top) for side in both)
        # A script that waits in vain tells nothing of either side.
        vain = [d for d in bare if d.startswith("never: ") or d == "ended not"]
        if vain:
            return 0, ["cannot be tried: " + d for d in vain], []
        count = len(bare)
        now = differences(bare, inside)
        if differ is not None:
            unsteady += [d for d in differ if d not in now and not known(d)]
            now = [d for d in differ if d in now]
        differ = now
        if all(known(d) for d in differ):
            break
    return count, differ, unsteady
