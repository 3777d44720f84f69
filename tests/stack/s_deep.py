"""More frames than are told."""
from mark import mark


def down(n):
    if n == 0:
        mark("deep")
    else:
        down(n - 1)


for depth in (10, 50, 200, 500):
    down(depth)
