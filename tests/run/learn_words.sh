#!/bin/bash
# What `ptsandbox learn` refuses, merges and narrows.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

PY=/usr/bin/python3

# refuses TEXT WORD...: one line that says so, and nothing is run or written.
refuses()
{
	expect 125 "$PTSANDBOX" learn "${@:2}"
	told "$1"
	one_line
	[ ! -e ran ] || fail "it was run: $*"
}

echo mine > there.yaml
refuses 'say where the rules go: -o FILE' touch ran
refuses 'no command to learn from' -o x.yaml
refuses 'unknown option --frob' -o x.yaml --frob touch ran
refuses '--merge needs an argument' -o x.yaml --merge
refuses 'there.yaml: there is such a file: name another, or say --force' \
	-o there.yaml touch ran
refuses '/dev/null: not a regular file' -o /dev/null --force touch ran
refuses '--collapse 1: say a number from 2' -o x.yaml --collapse 1 touch ran
refuses '--from runs nothing' -o x.yaml --from there.yaml touch ran
refuses '--verify needs the command' -o x.yaml --from there.yaml --verify
refuses '-o - is none' -o - --verify touch ran
refuses 'there.yaml:1: not a line of a record' -o x.yaml --from there.yaml
refuses 'none.jsonl: No such file' -o x.yaml --merge none.jsonl touch ran
refuses "no.yaml: No such file" -o x.yaml --narrow no.yaml touch ran
printf 'version: 1\naudit: {log: denied}\n' > deaf.yaml
refuses "deaf.yaml: its 'audit: log' keeps calls out" \
	-o x.yaml --narrow deaf.yaml touch ran
[ "$(cat there.yaml)" = mine ] || fail "the file was written to"
[ ! -e x.yaml ] || fail "rules were written"
expect 127 "$PTSANDBOX" learn -o x.yaml -- no-such-command
[ ! -e x.yaml ] || fail "rules of no run"
expect 0 "$PTSANDBOX" learn --help
grep -q -- '--narrow RULES' out.log || fail "no help"

# A run that fails is said to have, and is learned from.
expect 0 "$PTSANDBOX" learn -o failed.yaml -- sh -c 'exit 3'
told 'the command ended with status 3'

# Two runs that differ: the rules of one do not let the other pass, those of both
# do.
echo 1 > one
echo 2 > two
expect 0 "$PTSANDBOX" -q --audit-only --audit one.jsonl -- cat one
expect 0 "$PTSANDBOX" learn -o there.yaml --force --from one.jsonl
expect 1 "$PTSANDBOX" -q -r there.yaml -- cat two
expect 0 "$PTSANDBOX" learn -o both.yaml --merge one.jsonl --verify -- cat two
grep -q 'from 1 record and one run of cat two' both.yaml ||
	fail "$(head -n 1 both.yaml)"
expect 0 "$PTSANDBOX" -q -r both.yaml -- cat one two

# What was denied in a record is not learned from it.
printf 'version: 1\ninclude: native\n' > tight.yaml
"$PTSANDBOX" -q -r tight.yaml --audit denied.jsonl -- cat one 2> /dev/null
expect 0 "$PTSANDBOX" learn -o x.yaml --from denied.jsonl
told 'calls were denied or refused, and are not learned'
! grep -q '{allow.*one' x.yaml || fail "$(cat x.yaml)"

# --verify says when the second run differs.
cat > once.py <<'END'
import os
if os.path.exists("mark/again"):
    open("/etc/passwd-", "rb") if os.getuid() == 0 else os.listdir("/srv")
open("mark/again", "w")
END
mkdir -p mark
expect 1 "$PTSANDBOX" learn -o once.yaml --verify -- $PY once.py
told 'the rules do not let the run pass'
told 'ptsandbox: denied: '

# Narrowing: what the run used stays, and it passes as before.
cat > wide.yaml <<END
version: 1
include: [native]
# Everything of mine.
files:
  - {allow: any, path: [/srv, "\${CWD}"]}
  - {allow: [read, exec], path: /usr/bin}
  - {allow: read, path: ~/unused}
  - {deny: any, path: ~/.ssh}
programs:
  - {allow: run, path: [/usr/bin/cat, /usr/bin/dash, /usr/bin/sort]}
END
expect 0 "$PTSANDBOX" learn -o narrow.yaml --narrow wide.yaml --verify -- cat one
cat > want.yaml <<END
version: 1
include: [native]
# Everything of mine.
files:
  - {allow: read, path: ["\${CWD}"]}
  - {allow: exec, path: ["/usr/bin"]}
  - {deny: any, path: ~/.ssh}
programs:
  - {allow: run, path: ["/usr/bin/cat"]}
END
cmp -s want.yaml narrow.yaml || fail "$(diff want.yaml narrow.yaml)"
done_now
