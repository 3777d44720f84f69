#!/bin/bash
# Stacks: of every call of a corpus of scripts what the script itself says, with
# every Python there is; who is told of them, and of what is none.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir forbidden
cp -r "$STACK_TESTS" corpus
export FORBIDDEN=$HERE/forbidden EXPECTED=$HERE/expected.jsonl

# shellcheck disable=SC2317
# stacks COMMAND...: in the sandbox, with a record; options in OPTS.
stacks()
{
	# shellcheck disable=SC2086
	timeout 120 "$PTSANDBOX" $OPTS -r "$RULES" --audit rec.jsonl \
		--keep-env FORBIDDEN --keep-env EXPECTED -- "$@"
}

# has COUNT TEXT: so many lines of the record have it; COUNT may be +: some.
has()
{
	local n
	n=$(grep -cF -- "$2" rec.jsonl)
	[ "$1" = "$n" ] || { [ "$1" = + ] && [ "$n" -gt 0 ]; } ||
		fail "$n lines, not $1, of the record have $2"
}

# corpus PYTHON OPTIONS: all scripts.  Where the machine stood still in the
# midst of a stack, which then took too long, once more.
corpus()
{
	for _ in 1 2 3; do
		rm -f "$EXPECTED"
		OPTS="-q $2" expect 0 stacks "$1" corpus/all.py
		python3 corpus/check.py rec.jsonl "$EXPECTED" 180 \
			> check.log 2>&1 && return
		grep -q -e '"stack_why":"it took too long' -e '"file":"?"' \
			rec.jsonl || break
	done
	fail "$1 $2: $(cut -c 1-400 check.log | head -n 3)"
}

if [ -x /usr/bin/python3 ]; then
	corpus /usr/bin/python3 "--stacks both"
	expect 0 /usr/bin/python3 -m venv --without-pip env
	corpus env/bin/python3 ""
fi
for p in "$PYENV"/versions/*/bin/python3; do
	case $p in
	*/3.[89].*/*|*/3.1[0-3].*/*) corpus "$p" "" ;;
	*/3.*/*)
		# Older ones: no stack, and a reason.
		[ -x "$p" ] || continue
		OPTS=-q expect 1 stacks "$p" -c 'open("forbidden/x")'
		has + '"stack":"?","stack_why":"'
		;;
	esac
done

cat > steal.py <<'END'
import os


def steal(name):
    return os.access(
        name, 4)


steal("forbidden/x")
END

if [ -x /usr/bin/python3 ]; then
	# Only what is denied, where nothing is said.
	OPTS='' expect 0 stacks /usr/bin/python3 steal.py
	has 1 '"event":"stack"'
	has 1 '"line":5,"function":"steal","module":"__main__","kind":"python"}'
	has 1 '"stack":'
	OPTS=--stacks=none expect 0 stacks /usr/bin/python3 steal.py
	has 0 '"stack"'
	OPTS=--stacks=python expect 0 stacks /usr/bin/python3 steal.py
	has 0 '"kind":"native"'
	[ "$(grep -c '"stack":[0-9]' rec.jsonl)" -gt 20 ] ||
		fail "not every call has a stack"
	# The rules say it too; the option goes before them.
	printf 'version: 1\naudit: {stacks: native}\n' > native.yaml
	OPTS="-r native.yaml" expect 0 stacks /usr/bin/python3 steal.py
	has 0 '"kind":"python"'
	has + '"function":"_PyEval_EvalFrameDefault+0x'
	OPTS="-r native.yaml --stacks none" expect 0 stacks /usr/bin/python3 steal.py
	has 0 '"stack"'

	# Who is told.
	sed -i 's/steal("forbidden.*/open("forbidden\/x")/' steal.py
	OPTS='' expect 1 stacks /usr/bin/python3 steal.py
	told ': steal.py:9 in <module>, rule .*rules.yaml:'
	OPTS=--trace expect 1 stacks /usr/bin/python3 steal.py
	told 'deny EACCES at steal.py:9 in <module>$'
	OPTS='-q --summary' expect 1 stacks /usr/bin/python3 steal.py
	told ' steal.py:9 in <module>, .*rules.yaml:'
	OPTS=--stacks=none expect 1 stacks /usr/bin/python3 steal.py
	! grep -q 'steal.py:9 in' <(grep ptsandbox: err.log) ||
		fail "told without a stack"
	# Names are the job's: quoted.
	OPTS='' expect 1 stacks /usr/bin/python3 -c \
		'exec(compile("open(\"forbidden/x\")", "/a\n\x1b[2J.py", "exec"))'
	told ': a.n.x1b.2J.py:1 in <module>, ' 2> /dev/null ||
		told '.n.x1b'
fi

# A program without Python; its reason is told once.
no_python()
{
	[ "$(grep -F '/cat","call"' rec.jsonl |
		grep -cF '"stack_why":"no CPython')" = 1 ] ||
		fail "not told once that there is no CPython"
}
OPTS=--stacks=both expect 1 stacks cat forbidden/x
has + '"function":"__libc_start_main+0x'
no_python
OPTS=--stacks=python expect 1 stacks cat forbidden/x
has + '"stack":"?"'
no_python

# Unwind information that the job may write is not used.
cp "$GUESTS/scribble" ./writable
OPTS=--stacks=native expect 0 stacks ./writable forbidden/x holes
has + 'native: code in a file that the job may write'

# The helper is the run's own: killed, it is started again; in the end it is
# gone.
cat > kill.py <<'END'
import os
import time

for _ in range(100000):
    os.access("forbidden/x", 4)
    if os.path.exists("stop"):
        break
    time.sleep(0.01)
END
helpers()
{
	tr ' ' '\n' < /proc/"$1"/task/"$1"/children | while read -r p; do
		[ "$(cat /proc/"$p"/comm 2> /dev/null)" != ptsandbox-unw ] ||
			echo "$p"
	done
}
# shellcheck disable=SC2317
has_helper()
{
	[ -n "$(helpers "$1")" ] && [ "$(helpers "$1")" != "$2" ]
}
if [ -x /usr/bin/python3 ] && [ -r /proc/self/task/self/children ] ||
	[ -r /proc/$$/task/$$/children ]; then
	"$PTSANDBOX" -q --stacks native -r "$RULES" --audit rec.jsonl -- \
		/usr/bin/python3 kill.py > /dev/null 2> kill.err &
	pid=$!
	if until_true has_helper $pid none; then
		first=$(helpers $pid)
		kill -9 "$first"
		until_true has_helper $pid "$first"
	fi
	touch stop
	wait $pid || fail "a run whose helper was killed ended in $?"
	[ ! -s kill.err ] || fail "said: $(head -n 1 kill.err)"
fi

# What is wrong is said at once.
expect 125 "$PTSANDBOX" --stacks java true
told "stacks is none, python, native or both, not 'java'"
one_line
printf 'version: 1\naudit: {stacks: all}\n' > bad.yaml
expect 125 "$PTSANDBOX" -r bad.yaml true
told "bad.yaml:2:17: 'stacks' is none, python, native or both, not 'all'"
done_now
