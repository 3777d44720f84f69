"""Statements of newer versions."""
import sys

from mark import mark

TEXT = """
def pick(n):
    match n:
        case {"a": x} if mark("guard", x):
            mark("case")
        case _:
            mark("other")

pick({"a": 1})
pick(2)
"""
if sys.version_info >= (3, 10):
    exec(TEXT)
if sys.version_info >= (3, 11):
    exec("""
try:
    raise ExceptionGroup("g", [ValueError(), OSError()])
except* ValueError:
    mark("except-star")
except* OSError:
    mark("except-star-2")
""")
