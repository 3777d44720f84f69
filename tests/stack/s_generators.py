"""Generators, and generators that delegate."""
from mark import mark


def plain():
    mark("gen")
    got = yield 1
    mark("sent", got)
    yield 2


def outer():
    yield from plain()


for value in outer():
    pass
g = plain()
next(g)
g.send(7)
sum(mark("genexp", n) for n in range(2))
g.close()
