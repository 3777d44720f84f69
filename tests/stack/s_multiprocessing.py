"""Forked workers."""
import multiprocessing

from mark import mark


def work(n):
    mark("worker")
    return n


context = multiprocessing.get_context("fork")
with context.Pool(2) as workers:
    workers.map(work, range(4))
process = context.Process(target=work, args=(1,))
process.start()
process.join()
