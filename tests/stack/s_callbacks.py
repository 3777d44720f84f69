"""C functions of the interpreter that call back."""
import functools
import re

from mark import mark


def key(n):
    return mark("key", -n)


sorted([3, 1, 2], key=key)
list(map(lambda n: mark("map", n), range(2)))
list(filter(key, range(2)))
functools.reduce(lambda a, b: mark("reduce", a + b), range(3))
re.sub("x", lambda m: mark("sub", "y"), "axa")
max(range(2), key=key)
