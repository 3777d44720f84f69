#!/bin/bash
# Standard streams that are closed or full, and an audit that cannot be kept.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# Prints what its argument's descriptors are.
expect 0 job sh -c 'echo to stdout; echo to stderr >&2'
[ "$(cat out.log)" = 'to stdout' ] || fail "standard output lost"
[ "$(cat err.log)" = 'to stderr' ] || fail "standard error lost"

status=0
"$PTSANDBOX" -r "$RULES" -- sh -c 'cat forbidden/x; exit 5' 2>&- > /dev/null ||
	status=$?
[ $status = 5 ] || fail "closed standard error: status $status"
status=0
"$PTSANDBOX" -r "$RULES" -- sh -c 'exit 6' >&- 2>&- <&- || status=$?
[ $status = 6 ] || fail "all streams closed: status $status"
status=0
"$PTSANDBOX" --trace --summary -r "$RULES" -- sh -c 'exit 4' 2> /dev/full ||
	status=$?
[ $status = 4 ] || fail "full standard error: status $status"

# A full disk: the job ends, 125, and it is said once.
expect 125 timeout 30 "$PTSANDBOX" --quiet -r "$RULES" --audit /dev/full -- \
	sh -c 'i=0; while [ $i -lt 20000 ]; do [ -e x$i ]; i=$((i+1)); done'
one_line
told 'No space left'
expect 125 timeout 30 "$PTSANDBOX" --quiet -r "$RULES" --audit /dev/full -- true
told 'No space left'
expect 125 "$PTSANDBOX" --quiet -r "$RULES" --audit no/such/folder -- touch ran
one_line
[ ! -e ran ] || fail "ran without its audit"
if [ "$(id -u)" = 0 ]; then
	mkdir small
	if mount -t tmpfs -o size=64k none small 2> /dev/null; then
		expect 125 timeout 30 "$PTSANDBOX" --quiet -r "$RULES" \
			--audit small/audit -- \
			sh -c 'i=0; while [ $i -lt 5000 ]; do [ -e x$i ]; i=$((i+1)); done; : > late'
		told 'No space left'
		[ ! -e late ] || fail "the job went on without its audit"
		umount small
	fi
fi

# A kept audit is whole: JSON on each line, a beginning and an end.
expect 0 "$PTSANDBOX" --quiet -r "$RULES" --audit audit.json -- cat "$RULES"
python3 - audit.json <<'END' || fail "the audit is not whole"
import json
import sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert lines[0]["format"] == 1, lines[0]
assert lines[-1]["event"] == "end", lines[-1]
assert any("cat" in str(entry.get("program")) for entry in lines[1:-1])
END

# What the job prints is not touched, whatever it is.
expect 0 job head -c 300000 /bin/bash
cmp -s out.log <(head -c 300000 /bin/bash) || fail "other bytes"
expect 0 job sh -c 'head -c 100000 /dev/zero | tail -c 5 | od -c'
printf 'in\nput\n' | job sort > out.log
[ "$(cat out.log)" = "$(printf 'in\nput')" ] || fail "standard input lost"
done_now
