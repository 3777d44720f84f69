"""A handler in the middle of something else."""
import os
import signal

from mark import mark


def handler(number, frame):
    mark("handler")


def busy():
    os.kill(os.getpid(), signal.SIGUSR1)
    for _ in range(100):
        pass


before = signal.signal(signal.SIGUSR1, handler)
busy()
signal.signal(signal.SIGUSR1, before)
