"""A call some frames deep; prints nanoseconds for each."""
import os
import sys
import time


def call(depth):
    if depth > 0:
        return call(depth - 1)
    stat, path = os.stat, sys.argv[1]
    start = time.perf_counter()
    for _ in range(int(sys.argv[2])):
        stat(path)
    return (time.perf_counter() - start) * 1e9 / int(sys.argv[2])


print(call(5))
