"""A pool of processes that compute."""
import concurrent.futures
import sys


def work(i):
    return sum(n * n for n in range(20000 + i))


if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        sys.exit(sum(pool.map(work, range(int(sys.argv[1])))) <= 0)
