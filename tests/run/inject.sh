#!/bin/bash
# What rules let go wrong goes wrong, is counted over the whole job, and is
# recorded; a delay holds up nobody else.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir -p full
echo slow > slow
cat > wrong.yaml <<END
version: 1
include: [python3]
files:
  - {allow: write, path: $HERE/full, inject: {error: ENOSPC, after: 2, every: 2}}
  - {allow: read, path: $HERE/slow, inject: {delay: 2s, error: EIO}}
  - {allow: [read, modify], path: $HERE/late, inject: {delay: 300ms}}
  - {allow: read, path: $HERE/later, inject: {delay: 3s}}
  - {allow: read, path: $HERE/never, inject: {delay: 1000s}}
  - {deny: any, path: $HERE/forbidden}
  - {allow: any, path: $HERE}
network:
  - {allow: any, to: "tcp:127.0.0.1:*", inject: {error: ECONNREFUSED, after: 2}}
END

wrong()
{
	timeout 120 "$PTSANDBOX" -q -r wrong.yaml "$@"
}

# The third and the fifth, by whichever process they come.
expect 0 wrong --audit a.jsonl --summary -- /usr/bin/python3 -c '
import os
def make(i):
    try: open("full/%d" % i, "w"); print(i)
    except OSError as e: print(i, e.errno)
for i in range(6):
    if os.fork() == 0:
        make(i); os.sys.stdout.flush(); os._exit(0)
    os.wait()
'
[ "$(tr '\n' ' ' < out.log)" = "0 1 2 28 3 4 28 5 " ] || fail "$(cat out.log)"
[ "$(grep -c '"injected":true,"errno":"ENOSPC","how":"injected"' a.jsonl)" = 2 ] ||
	fail "$(grep full a.jsonl)"
[ -e full/3 ] && [ ! -e full/2 ] || fail "$(ls full)"
told "  injected    create $HERE/full/2"

# Both threads go on while a third waits, and what it waits for comes late and
# goes wrong.
expect 0 wrong --audit b.jsonl -- /usr/bin/python3 -c '
import os, threading, time
start = time.monotonic()
def slow():
    try: open("slow")
    except OSError as e: print(e.errno, time.monotonic() - start >= 2)
t = threading.Thread(target=slow)
t.start()
n = 0
while t.is_alive():
    os.stat("full"); n += 1
t.join()
print(n > 20)
'
[ "$(tr '\n' ' ' < out.log)" = "5 True True " ] || fail "$(cat out.log)"
[ "$(grep -c '/slow.*"injected":true' b.jsonl)" = 1 ] ||
	fail "recorded $(grep -c slow b.jsonl) times"

# A delay alone lets the call go on; one who is killed in it is gone.
echo late | tee late later > never
expect 0 wrong -- /usr/bin/python3 -c '
import os, signal, time
start = time.monotonic()
print(open("late").read().strip(), time.monotonic() - start >= 0.3)
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(w, b"x"); open("never"); os._exit(0)
os.read(r, 1)
time.sleep(0.05)
os.kill(pid, signal.SIGKILL)
print(os.waitpid(pid, 0)[1])
print(open("late").read().strip())
'
[ "$(tr '\n' ' ' < out.log)" = "late True 9 late " ] || fail "$(cat out.log)"

# A name that is changed while its call waits is judged as it is then.
mkdir -p forbidden
echo secret > forbidden/key
expect 0 wrong -- /usr/bin/python3 -c '
import ctypes, os, threading
libc = ctypes.CDLL(None, use_errno=True)
name = ctypes.create_string_buffer(b"later", 100)
got = []
def late():
    got.append((libc.open(name, os.O_RDONLY), ctypes.get_errno()))
t = threading.Thread(target=late)
t.start()
while t.is_alive():
    name.value = b"forbidden/key"
    if os.path.exists("later"): t.join(0.01)
print(got)
'
[ "$(cat out.log)" = "[(-1, 13)]" ] || fail "$(cat out.log)"

# Sockets: bind and listen pass, the connection does not.
expect 0 wrong -- /usr/bin/python3 -c '
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
try: socket.create_connection(s.getsockname())
except OSError as e: print(e.errno)
'
[ "$(cat out.log)" = 111 ] || fail "$(cat out.log)"
# Every second read and write is cut, of that file and of nothing else, and only
# those are recorded.
cat > cut.yaml <<END
version: 1
include: [python3]
files:
  - {allow: [read, modify], path: $HERE/cut, inject: {short: 3, every: 2}}
  - {allow: any, path: $HERE}
END
printf 0123456789 | tee cut > whole
expect 0 timeout 30 "$PTSANDBOX" -q -r cut.yaml --audit c.jsonl -- \
	/usr/bin/python3 -c '
import os
fd = os.open("cut", os.O_RDWR)
print([len(os.pread(fd, 10, 0)) for _ in range(4)], len(os.read(fd, 2)))
print([os.pwrite(fd, b"abcdefgh", 0) for _ in range(3)])
print(len(os.read(os.open("whole", os.O_RDONLY), 10)))
r, w = os.pipe()
print(os.write(w, b"abcdefgh"), len(os.read(r, 10)))
'
[ "$(tr '\n' ' ' < out.log)" = "[3, 10, 3, 10] 2 [3, 8, 3] 10 8 8 " ] ||
	fail "$(cat out.log)"
[ "$(cat cut)" = abcdefgh89 ] || fail "$(cat cut)"
[ "$(grep -c '"call":"p[a-z]*64".*"injected":true' c.jsonl)" = 4 ] ||
	fail "$(grep -c injected c.jsonl) recorded"
[ "$(grep -cE '"call":"p?(read|write)(64)?"' c.jsonl)" = 4 ] ||
	fail "reads that were not cut are recorded"

# So are those with vectors, and copies by either of their files; a vector's empty
# parts make no end of the file, and what the kernel refuses it still refuses.
cat > all.yaml <<END
version: 1
include: [python3]
files:
  - {allow: [read, modify], path: $HERE/cut, inject: {short: 3}}
  - {allow: any, path: $HERE}
END
printf 0123456789 > ./cut
expect 0 timeout 30 "$PTSANDBOX" -q -r all.yaml --audit d.jsonl -- \
	/usr/bin/python3 -c '
import ctypes, os
fd = os.open("cut", os.O_RDWR)
new = lambda *n: [bytearray(i) for i in n]
a, b, c = new(2, 2, 6), new(*[0] * 600, 4), new(1, 1)
print(os.readv(fd, a), a[0] + a[1], os.preadv(fd, b, 2), os.readv(fd, c))
print(os.preadv(fd, a, 4, 0), os.writev(fd, [b"ab", b"cde"]),
      os.pwritev(fd, [b"AB", b"CDE"], 0), os.pwritev(fd, [b"x"] * 1000, 6, 0))
other = os.open("other", os.O_RDWR | os.O_CREAT, 0o600)
r, w = os.pipe()
print(os.sendfile(other, fd, 0, 9), os.copy_file_range(fd, other, 9, 0, 4),
      os.copy_file_range(other, fd, 9, 0, 1), os.splice(fd, w, 9, 0))
print(os.pread(other, 20, 0), os.writev(other, [b"abcd", b"efgh"]))
libc = ctypes.CDLL(None, use_errno=True)
def err(*args):
    return libc.syscall(*args), ctypes.get_errno()
bad = (ctypes.c_long * 2)(1, -1)
print(err(19, fd, ctypes.c_long(8), 2), err(19, fd, bad, 1),
      err(19, fd, bad, 2000), err(19, 99, bad, 1))
'
[ "$(cat out.log)" = "3 bytearray(b'012\x00') 3 2
3 3 3 3
3 3 3 3
b'ABC\x00ABC' 8
(-1, 14) (-1, 22) (-1, 22) (-1, 9)" ] || fail "$(cat out.log) $(cat err.log)"
done_now
