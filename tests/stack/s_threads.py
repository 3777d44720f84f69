"""Threads: each has frames of its own."""
import threading

from mark import mark


def work(n, gate):
    if n > 0:
        work(n - 1, gate)
    else:
        gate.wait()
        mark("thread")


barrier = threading.Barrier(6)
threads = [threading.Thread(target=work, args=(n, barrier)) for n in range(6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
timer = threading.Timer(0, lambda: mark("timer"))
timer.start()
timer.join()
