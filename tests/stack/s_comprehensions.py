"""Comprehensions: functions of their own up to 3.11, inlined from 3.12."""
from mark import mark


def rows():
    return [[mark("list", n)
             for n in range(2)]
            for _ in range(2)]


rows()
{mark("set", n) for n in range(2)}
{mark("dict", n): n
 for n in range(2)}
[mark("top") for _ in "a"]
