# python3: a virtual environment and a wheel installed in it; pools of processes.
# needs: python3
# unsteady: *.pyc */RECORD */pyvenv.cfg
mkdir -p wheel/tiny-1.0.dist-info
echo 'def main(): print("tiny", __name__); return 3' > wheel/tiny.py
cd wheel/tiny-1.0.dist-info || exit
printf 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n' > METADATA
printf 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n' > WHEEL
printf '[console_scripts]\ntiny = tiny:main\n' > entry_points.txt
printf 'tiny.py,,\ntiny-1.0.dist-info/%s,,\n' METADATA > RECORD
cd ..
t python3 -m zipfile -c ../tiny-1.0-py3-none-any.whl tiny.py tiny-1.0.dist-info
cd ..
rm -r wheel
t python3 -m venv --system-site-packages --without-pip env
t env/bin/python -m pip install -q --no-index --disable-pip-version-check --no-compile ./tiny-1.0-py3-none-any.whl
t env/bin/tiny
t env/bin/python -m pip list --disable-pip-version-check 2> /dev/null | grep tiny
rm tiny-1.0-py3-none-any.whl
cat > pool.py <<'P'
import concurrent.futures as cf
import multiprocessing as mp
import os
import sys
from multiprocessing import shared_memory


def f(x):
    return x * x


def add(name, lock):
    m = shared_memory.SharedMemory(name)
    for _ in range(100):
        with lock:
            m.buf[0] += 1
    m.close()


if __name__ == "__main__":
    for method in "fork", "spawn", "forkserver":
        ctx = mp.get_context(method)
        with cf.ProcessPoolExecutor(2, mp_context=ctx) as pool:
            print(method, list(pool.map(f, range(5))))
    m = shared_memory.SharedMemory(create=True, size=100)
    lock = mp.Lock()
    ps = [mp.Process(target=add, args=(m.name, lock)) for _ in range(2)]
    [p.start() for p in ps]
    [p.join() for p in ps]
    print(m.buf[0], [p.exitcode for p in ps])
    m.close()
    m.unlink()
    print(os.sysconf("SC_NPROCESSORS_ONLN"), os.getloadavg() is not None)
    sys.exit(4)
P
t python3 pool.py
t python3 -c 'import ctypes; ctypes.string_at(0)'
t python3 -m compileall -q pool.py
t python3 -X importtime -c pass 2>&1 | grep -c 'import time'
t python3 -c 'import os, signal; signal.alarm(1); os.pause() if hasattr(os, "pause") else signal.pause()'
t python3 - <<'P'
import os
for n in ("SCHED_OTHER", "SCHED_BATCH", "SCHED_IDLE", "SCHED_FIFO"):
    try:
        os.sched_setscheduler(0, getattr(os, n), os.sched_param(n == "SCHED_FIFO"))
        print(n, os.sched_getscheduler(0))
    except OSError as e:
        print(n, e)
for f in (lambda: os.nice(1), lambda: os.setpriority(os.PRIO_PROCESS, 0, -5),
          lambda: os.setuid(12345), lambda: os.setgroups([0]),
          lambda: os.getpriority(os.PRIO_PROCESS, 1), lambda: os.kill(1, 0),
          lambda: os.kill(2 ** 22, 0), lambda: os.getpgid(1) > 0,
          lambda: os.sched_getaffinity(1) == os.sched_getaffinity(0)):
    try:
        print(f())
    except OSError as e:
        print(type(e).__name__, e)
P
