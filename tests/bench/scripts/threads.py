"""A pool of threads that compute outside of the interpreter's lock; prints
nanoseconds from its first task to its last."""
import concurrent.futures
import hashlib
import sys
import time


def work(i):
    return hashlib.pbkdf2_hmac("sha256", b"%d" % i, b"salt", 6000)


with concurrent.futures.ThreadPoolExecutor(2) as pool:
    list(pool.map(work, range(4)))
    start = time.perf_counter()
    list(pool.map(work, range(int(sys.argv[1]))))
    print((time.perf_counter() - start) * 1e9)
