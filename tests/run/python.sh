#!/bin/bash
# Python: threads, processes, asyncio, virtual environments, wheels; the
# system's interpreter and, where there is one, pyenv's.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cat > work.py <<'END'
import asyncio
import concurrent.futures
import glob
import json
import multiprocessing
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading


def square(n):
    return n * n


async def echo():
    server = await asyncio.start_server(
        lambda r, w: w.write(b"hello\n") or w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    line = await reader.readline()
    writer.close()
    server.close()
    p = await asyncio.create_subprocess_exec(
        "echo", "sub", stdout=subprocess.PIPE)
    out, _ = await p.communicate()
    return line, out, p.returncode


def main():
    done = []
    threads = [threading.Thread(target=done.append, args=(i,))
               for i in range(20)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print("threads", sorted(done) == list(range(20)))
    p = subprocess.run(["sh", "-c", "cat; exit 4"], input=b"through a pipe",
                       capture_output=True)
    print("subprocess", p.stdout, p.returncode)
    try:
        subprocess.run(["no-such-program"])
    except FileNotFoundError as e:
        print("missing program", e)
    for method in ("fork", "spawn", "forkserver"):
        if sys.version_info < (3, 8) and method != "fork":
            continue
        with multiprocessing.get_context(method).Pool(2) as pool:
            print(method, pool.map(square, range(5)))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        print("pool", sum(pool.map(square, range(100))))
    print("asyncio", asyncio.run(echo()))
    with tempfile.TemporaryDirectory(dir=".") as d:
        path = pathlib.Path(d) / "a" / "b"
        path.mkdir(parents=True)
        (path / "file").write_text("text")
        os.symlink("b", path.parent / "link")
        os.chmod(path / "file", 0o640)
        os.utime(path / "file", (1, 2))
        print("walk", sorted(
            (os.path.relpath(top, d), sorted(dirs), sorted(files))
            for top, dirs, files in os.walk(d)))
        shutil.copytree(d, d + ".copy", symlinks=True)
        print("glob", sorted(os.path.relpath(f, d + ".copy") for f in
                             glob.glob(d + ".copy/**", recursive=True)))
        st = os.stat(d + ".copy/a/b/file")
        print("stat", oct(st.st_mode), st.st_mtime, st.st_size)
        shutil.rmtree(d + ".copy")
        print("real", os.path.realpath(path.parent / "link") ==
              os.path.realpath(path))
    db = sqlite3.connect("py.db")
    db.execute("create table if not exists t (x)")
    db.executemany("insert into t values (?)", [(i,) for i in range(10)])
    db.commit()
    print("sqlite3", db.execute("select count(*), sum(x) from t").fetchone())
    db.close()
    os.unlink("py.db")
    print("json", json.loads(json.dumps({"a": [1, None]})))
    print("cpus", os.cpu_count(), len(os.sched_getaffinity(0)))
    for path in ("./nowhere", "/etc/passwd/x", "work.py/"):
        try:
            open(path)
        except OSError as e:
            print(type(e).__name__, e)
    a, b = socket.socketpair()
    a.sendall(b"x" * 1000)
    print("socketpair", len(b.recv(2000)))
    print("user", os.path.expanduser("~") == os.environ["HOME"],
          os.getuid() == os.geteuid(), os.path.exists("/proc/self/fd/0"))
    sys.exit(7)


if __name__ == "__main__":
    main()
END

pythons=(/usr/bin/python3)
for p in "$PYENV"/versions/3.1[0-9]*/bin/python3; do
	[ -x "$p" ] && pythons+=("$p")
done
for p in "${pythons[@]}"; do
	"$p" -c 'import sqlite3' 2> /dev/null || continue
	same "$p" work.py
	same "$p" -c 'import sys; sys.exit("bad end")'
	same "$p" -c 'import os; os.kill(os.getpid(), 9)'
	same "$p" -c 'import faulthandler, ctypes; ctypes.string_at(0)'
	same "$p" -c 'raise KeyboardInterrupt'
done
[ -x /usr/bin/python3 ] || skip "no /usr/bin/python3"

# Without rules of one's own: what multiprocessing does over sockets works too.
cat > manager.py <<'END'
import multiprocessing


def put(d):
    d["x"] = 1


if __name__ == "__main__":
    multiprocessing.set_start_method("forkserver")
    with multiprocessing.Manager() as m:
        d = m.dict()
        p = multiprocessing.Process(target=put, args=(d,))
        p.start()
        p.join()
        raise SystemExit(40 + d["x"])
END
expect 41 "$PTSANDBOX" --quiet /usr/bin/python3 manager.py

# An environment of one's own, and a wheel in it, without the network.
if /usr/bin/python3 -c 'import ensurepip' 2> /dev/null; then
	expect 0 job /usr/bin/python3 -m venv env
	expect 0 job env/bin/python3 -c 'import sys; assert sys.prefix != sys.base_prefix'
	mkdir -p wheel/tiny-1.0.dist-info
	echo 'ANSWER = 42' > wheel/tiny.py
	printf 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n' \
		> wheel/tiny-1.0.dist-info/METADATA
	printf 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n' \
		> wheel/tiny-1.0.dist-info/WHEEL
	printf 'tiny.py,,\ntiny-1.0.dist-info/METADATA,,\ntiny-1.0.dist-info/WHEEL,,\ntiny-1.0.dist-info/RECORD,,\n' \
		> wheel/tiny-1.0.dist-info/RECORD
	(cd wheel && /usr/bin/python3 -m zipfile -c ../tiny-1.0-py3-none-any.whl \
		tiny.py tiny-1.0.dist-info)
	expect 0 job env/bin/python3 -m pip install --no-index \
		--disable-pip-version-check ./tiny-1.0-py3-none-any.whl
	expect 42 job env/bin/python3 -c 'import sys, tiny; sys.exit(tiny.ANSWER)'
fi
done_now
