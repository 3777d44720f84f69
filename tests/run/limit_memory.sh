#!/bin/bash
# Limits on memory and on processes: bombs end, and honest jobs do not.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"
python=/usr/bin/python3

cat > bomb.py <<'END'
import mmap, os, sys, threading, time
def fill(step=1 << 20):
    held = []
    while True:
        held.append(bytearray(step))
        time.sleep(0.001)
kind = sys.argv[1]
if kind == "one":
    fill()
elif kind == "many":
    # None of them is over the limit alone.
    for i in range(8):
        if os.fork() == 0:
            held = [bytearray(1 << 20) for i in range(40)]
            time.sleep(1000)
    time.sleep(1000)
elif kind == "threads":
    for i in range(8):
        threading.Thread(target=fill).start()
elif kind == "file":
    with open("big", "wb+") as f:
        f.truncate(1 << 30)
        m = mmap.mmap(f.fileno(), 1 << 30)
        for at in range(0, 1 << 30, 4096):
            m[at]
            if at % (8 << 20) == 0:
                time.sleep(0.001)
    time.sleep(1000)
elif kind == "shared":
    m = mmap.mmap(-1, 1 << 30)
    for at in range(0, 1 << 30, 4096):
        m[at] = 1
        if at % (8 << 20) == 0:
            time.sleep(0.001)
    time.sleep(1000)
END
for kind in one many threads file shared; do
	limited 137 memory --memory 150M --timeout 50s -- $python bomb.py $kind
done

cp "$GUESTS/borrowed" .
limited 137 memory --memory 150M --timeout 50s -- ./borrowed orphan
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --memory 150M ./borrowed both

# What is shared counts once: eight processes that have the same 60 MB, and a
# child that stands in its parent's memory as it is made.
cat > honest.py <<'END'
import os, subprocess, sys, threading, time
held = bytearray(80 << 20)
for at in range(0, len(held), 4096):
    held[at] = 1
ends = [os.pipe() for i in range(8)]
children = []
for r, w in ends:
    pid = os.fork()
    if pid == 0:
        os.write(w, b"x")
        time.sleep(0.4)
        os._exit(0)
    children.append(pid)
for r, w in ends:
    os.read(r, 1)
for pid in children:
    os.waitpid(pid, 0)
for i in range(20):
    subprocess.run(["/bin/true"], check=True)
def work():
    sum(i * i for i in range(10000))
threads = [threading.Thread(target=work) for i in range(100)]
for t in threads:
    t.start()
for t in threads:
    t.join()
try:
    import numpy
    assert (numpy.ones((200, 200)) @ numpy.ones((200, 200)))[0, 0] == 200
except ImportError:
    pass
END
rm -f meta
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --memory 150M --meta meta \
	$python honest.py
peak=$(meta resident)
if [ "$peak" -lt $((80 << 20)) ] || [ "$peak" -gt $((150 << 20)) ]; then
	fail "80 MB and a little seem to be $peak"
fi

# A fork bomb is told that there is no room, and the limit holds.
cat > forks.py <<'END'
import os, sys, time
made, told = [], None
for i in range(100):
    try:
        pid = os.fork()
    except OSError as e:
        told = e.strerror
        break
    if pid == 0:
        time.sleep(1000 if sys.argv[1] == "alive" else 0)
        os._exit(0)
    made.append(pid)
print(len(made), told)
for pid in made:
    if sys.argv[1] == "alive":
        os.kill(pid, 9)
    os.waitpid(pid, 0)
pid = os.fork()
if pid == 0:
    os._exit(0)
os.waitpid(pid, 0)
END
for kind in alive dead; do
	expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --processes 12 -- \
		$python forks.py $kind
	[ "$(cat out.log)" = "11 Resource temporarily unavailable" ] ||
		fail "$kind: $(cat out.log)"
done
expect 0 timeout 60 "$PTSANDBOX" -r "$RULES" --processes 1 -- $python -c '
import os, threading
t = threading.Thread(target=print, args=("threads are none",)); t.start(); t.join()
try:
    os.fork()
except BlockingIOError:
    print("EAGAIN")'
[ "$(tail -n 1 out.log)" = EAGAIN ] || fail "a second process: $(cat out.log)"
told 'refused: .*, the job has as many processes as its limit allows'

# Forks of many threads at once are counted as one after the other.
cp "$GUESTS/forks" .
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --processes 4 ./forks
[ "$(cat out.log)" = 3 ] || fail "four processes: $(cat out.log) children"

limited 124 wall --processes 20 --timeout 1s -- \
	bash -c 'bomb() { bomb | bomb & }; bomb; while :; do sleep 1000; done'
rm -f record
(
	limited 124 wall --timeout 2s -- \
		bash -c 'bomb() { bomb | bomb & }; bomb; while :; do sleep 1000; done'
	exit $FAILED
) &
bomb=$!
until_true test -s record
# Not by expect: its files are the other's.
timeout 120 sh -c 'for i in 1 2 3 4 5; do /bin/true; done' ||
	fail "nothing runs beside a bomb: status $?"
wait $bomb || FAILED=1
done_now
