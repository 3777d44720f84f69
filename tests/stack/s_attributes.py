"""Attributes that are functions."""
from mark import mark


class Thing:
    @property
    def size(self):
        return mark("property", 1)

    @size.setter
    def size(self, value):
        mark("setter")

    def __getattr__(self, name):
        return mark("getattr", name)

    def __setitem__(self, key, value):
        mark("setitem")

    def __getitem__(self, key):
        return mark("getitem", key)

    def __call__(self):
        return mark("call")

    def __contains__(self, item):
        return mark("contains", True)


t = Thing()
t.size = t.size + 1
t.other
t[1] = t[0]
t()
1 in t
getattr(t, "far")
