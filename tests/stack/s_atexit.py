"""What runs when all else has."""
import atexit

from mark import mark


def at_end():
    mark("atexit")


atexit.register(at_end)
atexit.register(lambda: mark("atexit-lambda"))
