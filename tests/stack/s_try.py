"""Handlers and what is done at last."""
from mark import mark


def fail():
    try:
        mark("try")
        raise KeyError(mark("raise"))
    except KeyError:
        mark("except")
        return mark("return")
    finally:
        mark("finally")


def fine():
    for n in range(1):
        try:
            n += 1
        except OSError:
            pass
        else:
            mark("else")
    else:
        mark("for-else")
    while True:
        try:
            break
        finally:
            mark("break")


fail()
fine()
