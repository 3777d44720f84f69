#!/bin/bash
# The exit status: the command's own, 128+N, 125, 126, 127.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

expect 0 job /bin/true
expect 1 job /bin/false
expect 77 job sh -c 'exit 77'
expect 255 job sh -c 'exit 255'
expect 143 job sh -c 'kill -TERM $$'
expect 137 job sh -c 'kill -KILL $$'
expect 139 job sh -c 'kill -SEGV $$'
expect 137 job sh -c 'ulimit -n 3; exec /bin/true'
told 'its limit on descriptors'
expect 5 job sh -c '(ulimit -n 3; exec /bin/true); exit 5'
expect 127 job no-such-command-here
one_line
expect 127 job ./no/such/command
one_line
printf '#!/bin/sh\n' > not-executable
expect 126 job ./not-executable
one_line
mkdir folder
expect 126 job ./folder
one_line
printf 'echo text\n' > text
chmod 755 text
expect 126 job ./text
one_line
printf '\177ELF garbage' > broken
chmod 755 broken
expect 126 job ./broken
printf '#!%s/no-such-interpreter\n' "$HERE" > orphan
chmod 755 orphan
expect 127 job ./orphan
mkdir forbidden
cp /bin/true forbidden/true
expect 126 job ./forbidden/true
if [ "$(id -u)" != 0 ]; then
	cp /bin/true unreadable
	chmod 111 unreadable
	expect 126 job ./unreadable
fi
expect 125 "$PTSANDBOX"
one_line
expect 125 "$PTSANDBOX" --no-such-option /bin/true
expect 125 "$PTSANDBOX" -r
expect 0 "$PTSANDBOX" --version
[ -s out.log ] || fail "--version says nothing"
expect 0 "$PTSANDBOX" --help
[ -s out.log ] || fail "--help says nothing"
expect 3 "$PTSANDBOX" --quiet -r "$RULES" sh -c 'exit 3' --help
done_now
