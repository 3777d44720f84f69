#!/bin/bash
# Where a job's standard streams lead, output that is made safe, and
# descriptors that it keeps.
# Functions are called by until_true.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# run OPTION... -- COMMAND...: with options of ours.
run()
{
	timeout 120 "$PTSANDBOX" -q -r "$RULES" "$@"
}

# holds FILE TEXT: the file is exactly this.
holds()
{
	[ "$(cat "$1"; echo x)" = "$2"$'\n'x ] || fail "$1 is: $(head -c 300 "$1")"
}

# Files as standard streams: opened by us, whatever the rules say.
mkdir -p forbidden
echo given > forbidden/in
expect 4 run --stdin forbidden/in --stdout forbidden/out \
	--stderr forbidden/err -- \
	sh -c 'cat; echo more; echo bad >&2; exit 4'
holds forbidden/out $'given\nmore'
holds forbidden/err bad
[ ! -s out.log ] && [ ! -s err.log ] || fail 'it was printed as well'
expect 0 run --stdout both --stderr both -- \
	sh -c 'echo one; echo two >&2; echo three'
holds both $'one\ntwo\nthree'
expect 1 run --stderr err -- sh -c 'cat forbidden/in'
for option in --stdin --stdout --stderr; do
	expect 125 run $option no/such -- touch ran
	one_line
	told "$option no/such: No such file"
done
expect 125 run --stdout $'a\033[2J/b' -- touch ran
one_line
expect 125 run --stdout a --stdout b -- touch ran
told 'given twice'
[ ! -e ran ] || fail 'a job ran without its streams'

# Control sequences are shown; text is not changed.
expect 0 run --safe-output -- printf 'a\033[31mb\tc\\\n\r\007\177\302\233d\n'
holds out.log $'a\\x1b[31mb\tc\\\n\\r\\x07\\x7f\\xc2\\x9bd'
expect 0 run --safe-output -- \
	printf 'h\303\251\342\202\254\360\237\230\200 \342\200\256x \377\300\200\n'
holds out.log 'hé€😀 \xe2\x80\xaex \xff\xc0\x80'
expect 0 run --safe-output -- sh -c 'printf "\033]0;x\007" >&2'
[ "$(cat err.log)" = '\x1b]0;x\x07' ] || fail "standard error: $(cat -v err.log)"
# Characters in pieces, and one that never ends.
expect 0 run --safe-output -- python3 -c '
import os
for b in "é€😀\n".encode() + b"\xf0\x9f\x98":
    os.write(1, bytes([b]))'
[ "$(cat out.log)" = $'é€😀\n\\xf0\\x9f\\x98' ] || fail "pieces: $(cat -v out.log)"
# All of it, in its order, also through one file for both.
expect 0 run --safe-output -- seq 300000
cmp -s out.log <(seq 300000) || fail 'numbers are missing'
"$PTSANDBOX" -q -r "$RULES" --safe-output -- sh -c \
	'i=0; while [ $i -lt 200 ]; do echo $i; echo $i >&2; i=$((i+1)); done' \
	> mixed.log 2>&1 < /dev/null
cmp -s mixed.log <(for i in $(seq 0 199); do echo "$i"; echo "$i"; done) ||
	fail 'the order was lost'
expect 0 run --safe-output --stdout file -- printf '\033x\n'
holds file '\x1bx'
# The tail of a job that is killed at its end, and one that outsiders hold.
expect 137 run --safe-output -- \
	sh -c 'printf %0100d 0 | tr 0 x; echo tail; kill -9 $$'
[ "$(tail -c 5 out.log)" = tail ] || fail 'the tail was lost'
expect 0 run --safe-output -- sh -c 'sleep 1000 & echo end'
holds out.log end

# An outside program is given the pipe and keeps it.
cat > keeper.py <<'END'
import array, os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind("new"); s.listen(); os.rename("new", "sock"); c, _ = s.accept()
_, anc, _, _ = c.recvmsg(1, 64)
os.write(1, b"has it\n"); sys.stdin.read()
END
cat > giver.py <<'END'
import array, socket
s = socket.socket(socket.AF_UNIX); s.connect("sock")
s.sendmsg([b"x"], [(1, 1, array.array("i", [1]))])
while b"has it" not in open("keeper.log", "rb").read(): pass
print("given")
END
mkfifo end
python3 keeper.py < end > keeper.log &
exec 9> end
until_true test -S sock
expect 0 run --safe-output -- python3 giver.py
holds out.log given
exec 9>&-
wait

# Who reads no more ends the job as without us; a full disk is told.
run --safe-output -- yes 2> err.log < /dev/null | head -n 1 > out.log
[ "${PIPESTATUS[0]}" = 141 ] || fail 'no SIGPIPE for a reader that left'
holds out.log y
status=0
run --safe-output -- sh -c 'echo x' > /dev/full 2> err.log < /dev/null || status=$?
[ $status = 125 ] || fail "full output: status $status"
told 'No space left'
# Closed streams stay closed.
status=0
run --safe-output -- sh -c '[ ! -e /proc/self/fd/1 ]' >&- 2> /dev/null < /dev/null ||
	status=$?
[ $status = 0 ] || fail 'standard output was closed, and is not'

# A reader that stands still does not hold what a signal ends.
mkfifo still
"$PTSANDBOX" -q -r "$RULES" --safe-output -- sh -c 'echo > begun; yes' \
	> still 2> /dev/null < /dev/null &
held=$!
exec 8< still
until_true test -e begun
stopped()
{
	kill -TERM "$held" 2> /dev/null
	! kill -0 "$held" 2> /dev/null
}
until_true stopped
kill -KILL "$held" 2> /dev/null
exec 8<&-
wait

# At a terminal: input is read only, and no name leads to it.
cat > term.py <<'END'
import os, pty, select, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b""
while True:
    try:
        got = os.read(fd, 4096)
    except OSError:
        break
    if not got:
        break
    seen += got
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
cat > try.sh <<'END'
for to in /dev/tty /proc/self/fd/0 "$(readlink /proc/self/fd/0)"; do
	printf '\033[31m' 2> /dev/null > $to && echo "wrote to $to"
done
python3 -c 'import os; os.write(0, b"\033[31m")' 2> /dev/null && echo 'wrote to 0'
[ -t 0 ] && echo terminal
printf '\033[32m\n'
END
expect 0 python3 term.py "$PTSANDBOX" -q -r "$RULES" sh try.sh
grep -q $'\033\[31m' out.log || fail 'the attack does not work without it'
guarded()
{
	expect 0 python3 term.py "$PTSANDBOX" -q -r "$RULES" --safe-output "$@" \
		sh try.sh
	! grep -q $'\033' out.log || fail "obeyed: $(cat -v out.log)"
	[ "$(tr -d '\r' < out.log)" = 'terminal
\x1b[32m' ] || fail "at a terminal: $(cat -v out.log)"
}
guarded
# At one that the user may not open.
[ "$(id -u)" != 0 ] || guarded --user nobody

# Descriptors above 2.
list='import os
def is_open(n):
    try:
        return os.fstat(n) is not None
    except OSError:
        return False
print(*filter(is_open, range(1000)))'
echo kept > forbidden/kept
exec 3< forbidden/kept 5< forbidden/in 7> seven 12< forbidden
expect 0 run -- python3 -c "$list"
[ "$(cat out.log)" = '0 1 2' ] || fail "not closed: $(cat out.log)"
expect 0 run --keep-fd 3 --keep-fd=7 -- sh -c \
	"cat <&3; echo to seven >&7; python3 -c '$list'"
[ "$(cat out.log)" = $'kept\n0 1 2 3 7' ] || fail "kept: $(cat out.log)"
holds seven 'to seven'
exec 3< forbidden/kept
expect 0 run --keep-fd 12 --keep-fd 5 --keep-fd 3 -- python3 -c "$list"
[ "$(cat out.log)" = '0 1 2 3 5 12' ] || fail "kept: $(cat out.log)"
# What is done through names is judged as ever; a kept one is opened again with
# no more rights than it has.
expect 1 run --keep-fd 12 -- python3 -c '
import os
os.open("kept", os.O_RDONLY, dir_fd=12)'
expect 1 run --keep-fd 12 -- python3 -c '
import os
os.fchdir(12)
os.listdir(".")'
expect 1 run --keep-fd 3 -- python3 -c '
import os
os.open("/proc/self/fd/3", os.O_RDWR)'
exec 3<&- 5<&- 7>&- 12<&-
for bad in 2 0 -1 x 3x '' 4294967299 1048576; do
	expect 125 run --keep-fd "$bad" -- touch ran
	one_line
done
expect 125 run --keep-fd 30 -- touch ran
one_line
told 'descriptor is not open'
[ ! -e ran ] || fail 'a job ran without its descriptors'
done_now
