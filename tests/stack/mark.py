"""What each script of the corpus calls where it stands at a known point.

mark(tag) asks for a name that the rules forbid, and says in the file EXPECTED
what traceback says of the stack at that moment.  Both in one line, so that the
line of mark() itself is the same for both.
"""
import itertools
import json
import os
import sys
import traceback

FORBIDDEN = os.environ["FORBIDDEN"]
EXPECTED = os.open(os.environ["EXPECTED"],
                   os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
COUNT = itertools.count()


def stack_of(frame, extract=traceback.StackSummary.extract,
             walk=traceback.walk_stack):
    """Innermost first, as [file, line, function]."""
    return [[f.filename, f.lineno, f.name]
            for f in extract(walk(frame), lookup_lines=False)]


def mark(tag, value=None, stack=stack_of, here=sys._getframe, ask=os.access,
         write=os.write, dumps=json.dumps, pid=os.getpid, join=os.path.join):
    """Returns `value`, so that it can stand in an expression."""
    name = join(FORBIDDEN, "%s.%d.%d" % (tag, pid(), next(COUNT)))
    frames, allowed = stack(here()), ask(name, os.R_OK)
    write(EXPECTED, (dumps([name, frames, allowed]) + "\n").encode())
    return value
