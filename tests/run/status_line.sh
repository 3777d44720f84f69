#!/bin/bash
# The line that --status shows: where it stands in nobody's way, and gone in the
# end.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

[ -x /usr/bin/python3 ] || skip "no /usr/bin/python3"
cat > terminal.py <<'END'
"""terminal.py UNTIL OUTPUT COMMAND...: runs it with standard error on a
terminal, and standard output on a file or, where OUTPUT is -, there too; prints
what was written there.  Makes the file `stop` when UNTIL was seen."""
import fcntl
import os
import struct
import sys
import termios

until, output, command = sys.argv[1].encode(), sys.argv[2], sys.argv[3:]
master, slave = os.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
pid = os.fork()
if pid == 0:
    os.dup2(slave, 2)
    os.dup2(slave if output == "-" else
            os.open(output, os.O_WRONLY | os.O_CREAT, 0o600), 1)
    os.close(master)
    os.execvp(command[0], command)
os.close(slave)
seen = b""
while True:
    try:
        got = os.read(master, 4096)
    except OSError:
        break
    if not got:
        break
    seen += got
    if until in seen and not os.path.exists("stop"):
        open("stop", "w").close()
os.waitpid(pid, 0)
sys.stdout.write(repr(seen))
END
cat > wait.py <<'END'
import os
import sys
import time

os.access("forbidden", 4)
open(os.devnull)
try:
    open("forbidden")
except OSError:
    pass
# Denied by now: until the line was seen; or for a time in which it would have been.
end = time.monotonic() + (0.8 if os.path.exists("brief") else 120)
while time.monotonic() < end and not os.path.exists("stop"):
    time.sleep(0.05)
END
shown()
{
	rm -f stop
	timeout 200 /usr/bin/python3 terminal.py "$1" "$2" "$PTSANDBOX" \
		-r "$RULES" "${@:3}" -- /usr/bin/python3 wait.py > seen.log ||
		fail "status $? of $*"
}
shown ' 1 process, ' out.txt --status
grep -qE 'ptsandbox: 0:0[0-9]:[0-9]+, 1 process, [0-9]+ calls?, [0-9]+ denied' seen.log ||
	fail "no line: $(cat seen.log)"
# Lines that are told stand above it, and at the end it is gone.
grep -qF '\r\x1b[Kptsandbox: denied: ' seen.log ||
	grep -qF "b'ptsandbox: denied: " seen.log || fail "nothing told"
grep -qE ', [0-9]+ denied\\r\\x1b\[K[^,]*$' seen.log || fail "it stays: $(cat seen.log)"

# Not where the job writes to the terminal, nor when nothing is to be said, nor
# unasked.
touch brief
for how in "- --status" "out.txt --status --quiet" "out.txt"; do
	# shellcheck disable=SC2086
	shown 'never' $how
	! grep -q 'process' seen.log || fail "a line with $how: $(cat seen.log)"
done
done_now
