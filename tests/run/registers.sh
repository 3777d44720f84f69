#!/bin/bash
# A call that we let the kernel run in the job's place gives it its registers
# back, also where a signal's handler ends it and where the kernel's ptrace(2)
# is one that sets all registers or none (before Linux 6.16).
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cat > opens.py <<'END_OF_IT'
import os, signal, socket, threading

class Late(Exception):
    pass

def late(*_):
    raise Late

def many():
    for i in range(200):
        with open("made", "a+") as f:
            f.write("x")

made = [threading.Thread(target=many) for _ in range(2)]
for t in made:
    t.start()
for t in made:
    t.join()
# Six arguments, and an address: sendto(2).
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 0))
    s.sendto(b"word", s.getsockname())
    said = s.recv(10)
os.mkfifo("fifo")
signal.signal(signal.SIGALRM, late)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    os.open("fifo", os.O_RDONLY)
except Late:
    print("late", os.path.getsize("made"), said.decode())
END_OF_IT

# A word of `limited`, or nothing.
for way in '' set_syscall_info; do
	rm -f made fifo
	limit=(env)
	[ -z "$way" ] || limit=("$GUESTS/limited" "$way" --)
	expect 0 "${limit[@]}" "$PTSANDBOX" -q -r "$RULES" -- python3 opens.py
	[ "$(cat out.log)" = 'late 400 word' ] ||
		fail "${way:-new}: $(cat out.log)"
done

done_now
