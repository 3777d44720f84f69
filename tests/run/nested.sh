#!/bin/bash
# ptsandbox, strace and gdb inside ptsandbox, and the other way round: a clear
# word, and never a hang.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# Where tracing is forbidden, a sanitizer cannot look for leaks.
export ASAN_OPTIONS=detect_leaks=0

sed "s|^  - {allow: \[read, exec\], path: \[|&$(dirname "$PTSANDBOX"), $GUESTS, |" \
	"$RULES" > outer.yaml
outer()
{
	timeout 120 "$PTSANDBOX" -q -r outer.yaml -- "$@"
}

expect 125 outer "$PTSANDBOX" -r "$RULES" touch ran
one_line
told 'inside another ptsandbox: end the outer one, or give --nested-ok'
# The outer one has little to tell of it.
expect 125 timeout 120 "$PTSANDBOX" -r outer.yaml -- \
	"$PTSANDBOX" -r "$RULES" touch ran
! grep -q 'refused: \(ptrace\|unshare\)' err.log ||
	fail "what cannot be was tried: $(cat err.log)"
[ ! -e ran ] || fail 'it ran'
expect 1 outer "$PTSANDBOX" doctor
grep -q '^  no  outermost .*inside another ptsandbox' out.log || fail 'doctor'

# --nested-ok: the outer rules hold, and it is said once.
expect 7 outer "$PTSANDBOX" --nested-ok -r no/such sh -c 'echo in; exit 7'
one_line
told 'inside another ptsandbox: sh runs under its rules alone'
[ "$(cat out.log)" = in ] || fail "output: $(cat out.log)"
expect 1 outer "$PTSANDBOX" --nested-ok -- cat forbidden/x
expect 0 outer "$PTSANDBOX" --nested-ok --stdout file sh -c 'echo out; echo err >&2'
[ "$(cat file)" = out ] || fail 'no file as standard output'
expect 127 outer "$PTSANDBOX" --nested-ok $'no\033such'
! grep -q $'\033' err.log || fail 'raw bytes'
for option in --safe-output --user=nobody --audit=x; do
	expect 125 outer "$PTSANDBOX" --nested-ok $option touch ran
	one_line
	told "${option%%=*} cannot be had inside another ptsandbox"
done
[ ! -e ran ] || fail 'it ran'
# Where there is no outer one it changes nothing.
mkdir -p forbidden
echo x > forbidden/x
expect 1 "$PTSANDBOX" -q --nested-ok -r "$RULES" cat forbidden/x
expect 0 "$GUESTS/limited" docker -- "$PTSANDBOX" -q --nested-ok -r "$RULES" true
[ ! -s err.log ] || fail "a container is no ptsandbox: $(cat err.log)"

if command -v strace > /dev/null; then
	expect 1 outer strace -f true
	told 'Operation not permitted'
	expect 0 timeout 120 strace -o /dev/null "$PTSANDBOX" -q -r "$RULES" true
	expect 125 timeout 120 strace -f -o /dev/null \
		"$PTSANDBOX" -q -r "$RULES" touch ran
	one_line
	told 'a tracer, pid [0-9]*, follows our children'
fi
if command -v gdb > /dev/null; then
	outer gdb -batch -ex run true > out.log 2> err.log < /dev/null
	[ $? != 124 ] || fail 'gdb hangs'
	grep -q 'not permitted' err.log || fail "gdb: $(tail -n 1 err.log)"
fi
[ ! -e ran ] || fail 'it ran'
done_now
