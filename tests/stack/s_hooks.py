"""Functions that watch other functions."""
import sys

from mark import mark

busy = []


def watch(frame, event, arg):
    if not busy and frame.f_code.co_name == "watched":
        busy.append(1)
        mark("watch-" + event)
        busy.pop()
    return watch


def watched():
    n = 1
    return n + 1


for hook in (sys.setprofile, sys.settrace):
    hook(watch)
    watched()
    hook(None)
