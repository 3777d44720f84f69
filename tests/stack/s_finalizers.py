"""Objects that go away."""
import gc
import weakref

from mark import mark


class Thing:
    def __del__(self, mark=mark):
        mark("del")


def drop():
    thing = Thing()
    del thing
    inner = Thing()
    return 1 if inner else 0


drop()
ring = Thing()
ring.ring = ring
del ring
gc.collect()
watched = type("Watched", (), {})()
weakref.finalize(watched, mark, "finalize")
del watched
LAST = Thing()  # until the interpreter ends
