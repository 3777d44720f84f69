"""Operators that are functions."""
from mark import mark


class Number:
    def __add__(self, other):
        return mark("add", self)

    def __lt__(self, other):
        return mark("lt", True)

    def __eq__(self, other):
        return mark("eq", True)

    def __hash__(self):
        return mark("hash", 1)

    def __repr__(self):
        return mark("repr", "n")

    def __format__(self, spec):
        return mark("format", "n")

    def __len__(self):
        return mark("len", 1)

    def __iter__(self):
        mark("iter")
        return iter(())

    def __bool__(self):
        return mark("bool", True)


a, b = Number(), Number()
a + b
a < b
a == b
{a: 1}[b]
repr([a])
"%s %r" % (a, b)
f"{a}"
len(a)
[*a]
not a
sorted([a, b])
