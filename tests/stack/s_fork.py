"""A child that goes on where its parent was, and starts a thread."""
import os
import threading

from mark import mark


def child():
    mark("forked")
    t = threading.Thread(target=mark, args=("forked-thread",))
    t.start()
    t.join()


pid = os.fork()
if pid == 0:
    try:
        child()
    finally:
        os._exit(0)
os.waitpid(pid, 0)
mark("parent")
