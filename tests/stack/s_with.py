"""Contexts: entered, used, left."""
import contextlib

from mark import mark


class Context:
    def __enter__(self):
        mark("enter")
        return self

    def __exit__(self, kind, value, trace):
        mark("exit")
        return True


@contextlib.contextmanager
def made():
    mark("made-enter")
    try:
        yield
    finally:
        mark("made-exit")


with Context() as c, \
        made():
    mark("body")
    raise ValueError
