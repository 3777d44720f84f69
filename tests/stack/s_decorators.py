"""Functions in functions."""
import functools

from mark import mark


def twice(f):
    @functools.wraps(f)
    def wrapper(*args):
        f(*args)
        return f(*args)
    mark("decorating")
    return wrapper


@twice
@functools.lru_cache(maxsize=None)
@twice
def work(n):
    return mark("decorated", n)


@functools.singledispatch
def show(n):
    mark("dispatch")


work(1)
show(1)
functools.partial(mark, "partial")()
