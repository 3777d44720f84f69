# bash and dash: redirections, jobs, traps, pipes, limits; job control in a
# terminal of its own.
# needs: script
# short:
cat > jobs.sh <<'B'
set -m
sleep 100 &
jobs
kill -STOP %1
until ps -o stat= -p $! | grep -qi t; do sleep 0.02; done
jobs
bg %1
kill %1
wait $!
echo "status $?"
(trap 'echo stopped and on' CONT; kill -STOP $BASHPID; echo after) &
until ps -o stat= -p $! | grep -qi t; do sleep 0.02; done
fg %+
echo "status $?"
sleep 0.2 | cat
echo "pipe $?"
stty -a | grep -o 'rows [0-9]*'
tty | sed 's/[0-9]*$//'
ps -o stat= -p $$ | cut -c 1-2
echo "$(ps -o tpgid= -p $$)" "$$" | awk '{ print ($1 == $2 ? "mine" : "theirs") }'
trap 'echo interrupted' INT
kill -INT $$
trap 'echo window' WINCH
stty rows 30 cols 70
stty size
exit 5
B
t script -qec 'bash jobs.sh' typescript < /dev/null | tr -d '\r' |
	sed 's/\[1\] [0-9]*$/[1] PID/'
rm typescript
# A key that the terminal turns into a signal.
cat > keys.py <<'P'
import os
import pty
import sys
import time

pid, fd = pty.fork()
if pid == 0:
    os.execvp("bash", ["bash", "--norc", "-c",
              'trap "echo INT" INT; trap "echo QUIT" QUIT; echo ready; '
              'while :; do read -r -t 0.3 x; s=$?; echo "got $x"; '
              '[ $s -gt 128 ] || [ "$x" ] || break; done; echo end'])
seen = b""


def until(word):
    global seen
    while word not in seen:
        try:
            seen += os.read(fd, 1000)
        except OSError:
            break


until(b"ready")
os.write(fd, b"\x03")
until(b"INT\r")
os.write(fd, b"\x1c")
until(b"QUIT\r")
os.write(fd, b"word\n")
until(b"got word")
os.write(fd, b"\n")
until(b"end\r")
status = os.waitpid(pid, 0)[1]
print([line for line in seen.decode().split("\r\n") if "got" not in line or
       "word" in line], status)
P
t python3 keys.py
for shell in bash dash; do
	t $shell -c 'trap "echo out" EXIT; exit 3'
	t $shell -c 'kill -TERM $$'
	t $shell -c 'sleep 100 & kill -9 $!; wait $!; echo $?' 2> /dev/null
	t $shell -c 'ulimit -f 1; dd if=/dev/zero of=big bs=1k count=9 status=none; echo $?' 2> /dev/null
	t $shell -c 'ulimit -n 20; ulimit -n; ulimit -c'
	t $shell -c 'cd /proc/self && cd -P . && pwd | tr -s 0-9 N'
	t $shell -c 'exec 7> fd; echo seven >&7; exec 7>&-; cat fd; : > fd'
	t $shell -c 'set -C; echo x > fd' 2> /dev/null
	t $shell -c './nothing; echo $?; ./fd; echo $?; /; echo $?' 2> /dev/null
	t $shell -c 'umask 027; : > masked; umask'
	rm -f masked
	printf '#!/bin/%s -e\necho "$0 $*"; false; echo never\n' $shell > script
	chmod 755 script
	t ./script 'a b' c
	printf 'echo no interpreter "$0"\n' > script
	t $shell -c ./script
	printf '#!/nowhere\n' > script
	t $shell -c ./script 2> /dev/null
	t $shell -c 'echo a | (read x; echo $x) | tr a b'
	t $shell -c 'test -r /etc/shadow; echo $?; test -w /etc/passwd; echo $?; test -x script; echo $?'
done
t bash -c 'coproc cat; echo co >&${COPROC[1]}; read -r x <&${COPROC[0]}; echo $x'
t bash -c 'diff <(seq 3) <(seq 4)'
t bash -c 'mapfile -t a < <(seq 5); echo ${#a[@]}'
t bash -c 'exec -a other bash -c "echo \$0"'
t bash -c '[ -t 0 ]; echo $?; cat <<< here'
t bash -c 'times > /dev/null; enable -f /nowhere x' 2> /dev/null
t bash -c 'wait -n & wait; disown; echo $?' 2> /dev/null
