"""A pool of threads."""
from concurrent.futures import ThreadPoolExecutor

from mark import mark


def square(n):
    mark("pool")
    return n * n


with ThreadPoolExecutor(3) as pool:
    assert sum(pool.map(square, range(6))) == 55
