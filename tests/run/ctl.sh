#!/bin/bash
# --ctl: the rules of a running job are shown and changed, by its user and by
# nobody else: not by the job, not by another job, and not without --ctl.
# Functions are called by until_true.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

command -v python3 > /dev/null || skip "no python3"
mkdir forbidden open
echo words > forbidden/one
echo words > open/two
cat > worker.py <<END
import os
while not os.path.exists("$HERE/stop"):
    line = ""
    for name in ("forbidden/one", "open/two", "secret/three"):
        try:
            line += open("$HERE/" + name).read().strip() + " "
        except OSError as e:
            line += str(e.errno) + " "
    with open("$HERE/said.new", "w") as f:
        f.write(line)
    os.rename("$HERE/said.new", "$HERE/said")
END
mkdir secret
echo words > secret/three
cat > ctl.yaml <<END
version: 1
files:
  - {ask: read, path: $HERE/secret}
include: [./rules.yaml]
profiles:
  narrow:
    files: [{allow: read, path: $HERE/open}]
limits: {wall: 10m, open-files: 900}
END
ctl()
{
	timeout 30 "$PTSANDBOX" ctl "$@"
}
says()
{
	[ "$(cat said)" = "$1 " ]
}
trap 'touch stop; kill $job 2> /dev/null' EXIT

setsid -w "$PTSANDBOX" --ctl --trace --audit audit.json -r ctl.yaml -- python3 worker.py 2> job.err &
until_true grep -q 'its rules: ptsandbox ctl [0-9]* list' job.err
job=$(sed -n 's/.*its rules: ptsandbox ctl \([0-9]*\) list/\1/p' job.err)
until_true says "13 words 13"

# What is there: rules with number and place, processes.
expect 0 ctl "$job" list
for line in '^rules main, default deny' '^rules narrow, default deny' \
	"^ *1 files .*ask: read, path: $HERE/secret.* ctl.yaml:3$" \
	"^ *2 files .*deny: any, path: $HERE/forbidden.* rules.yaml:4$" \
	'^ *[0-9]* programs .*profile:' '^processes' '^limits$' \
	'^ *wall: 10m ctl.yaml:8$' '^ *open-files: 900 ctl.yaml:8$' \
	'^ *[0-9]* /.*python3.*, rules main$'; do
	grep -q "$line" out.log || fail "not listed: $line"
done

# Granted, and taken away, from the next call on.
expect 0 ctl "$job" grant read forbidden
number=$(sed -n 's/^rule \([0-9]*\) is in force/\1/p' out.log)
until_true says "words words 13"
grep -q " ctl +++ grant $number {allow: \[read\], path: $HERE/forbidden} +++" \
	job.err || fail "traced: $(grep '+++' job.err)"
expect 0 ctl "$job" list
grep -q "^ *$number files *{allow: \[read\], path: $HERE/forbidden} ctl:$number$" out.log ||
	fail "the new rule is not listed"
expect 0 ctl "$job" revoke "$number"
grep -q "rule $number is gone: {allow: \[read\], path: $HERE/forbidden}" out.log ||
	fail "what is gone: $(cat out.log)"
until_true says "13 words 13"
# What a granted rule injects goes wrong, late and every other time.
expect 0 ctl "$job" grant "{allow: read, path: $HERE/open, inject: {error: EIO, every: 2, delay: 30ms}}"
wrong=$(sed -n 's/^rule \([0-9]*\) is in force/\1/p' out.log)
until_true says "13 5 13"
until_true says "13 words 13"
until_true says "13 5 13"
expect 0 ctl "$job" revoke "$wrong"
until_true says "13 words 13"
expect 0 ctl "$job" grant "{deny: any, path: $HERE/open, errno: ENOENT}"
until_true says "13 2 13"
expect 0 ctl "$job" revoke 2
until_true says "words 2 13"
for words in 'run /bin/x' 'connect tcp:1.2.3.4:80' 'signal job' fork \
	'socket netlink' 'read,write odd*name' '-p narrow read open'; do
	# shellcheck disable=SC2086
	set -f && expect 0 ctl "$job" grant $words && set +f
done
expect 0 ctl "$job" list
grep -q "path: $HERE/odd" out.log || fail "a name with a wildcard"
grep -A 1 '^rules narrow' out.log | grep -q "path: $HERE/open} ctl:" ||
	fail "the profile did not get its rule"

# What is wrong is said in a line, and changes nothing.
refused()
{
	local what=$1
	shift
	expect 125 ctl "$@"
	told "$what"
	one_line
}
refused 'ptsandbox ctl PID list' "$job"
refused 'ptsandbox ctl PID list' "$job" grant
refused 'ptsandbox ctl PID list' "$job" grant raed /x
refused 'ptsandbox ctl PID list' "$job" list more
refused 'ptsandbox ctl PID list' x list
refused 'ptsandbox ctl PID list' -1 list
refused 'ptsandbox ctl PID list' "$job" revoke 1x
refused "unknown key 'pth'" "$job" grant '{allow: read, path: /x, pth: /x}'
refused 'ctl: ctl:2:1: not YAML' "$job" grant "{allow: read, path: /x"
refused 'ctl: ctl:1:' "$job" grant "{allow: \"$(printf '\033[31m')\", path: /x}"
refused 'there is no rule 99999' "$job" revoke 99999
refused 'there is no such answer' "$job" revoke a1
refused 'ptsandbox ctl PID list' "$job" revoke a0
refused "'short' can be granted only where" "$job" grant '{allow: read, path: /x, inject: {short: 3}}'
refused "no rules 'none'" "$job" grant -p none fork
refused 'the rule is too long' "$job" grant "{allow: read, path: /$(printf '%070000d' 0)}"
refused 'no ptsandbox of yours' $$ list
until_true says "words 2 13"

# Silent, endless and malformed requests, and an end that does not read: the
# job goes on, and others are served when those are dropped.
cat > rude.py <<END
import socket, sys, time
def reach():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.connect("\0ptsandbox-ctl/$job")
    return s
for bad in b"{", b"\xff\xfe", b"[]", b'{"do": 1}', b'{"do": "grant"}', b'{"do":"revoke","number":-1}', b'{"do":"revoke","number":"1"}', b'{"do":"revoke","answer":{}}', b"[" * 60000:
    s = reach()
    s.send(bad)
    got = s.recv(65536)
    assert got[:1] == b"-", (bad[:20], got)
s = reach()
s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
s.send(b'{"do": "list"' + b" " * 70000 + b"}")
assert s.recv(10) == b""
silent = [reach() for i in range(4)]
deaf = [reach() for i in range(3)]
for s in deaf:
    s.send(b'{"do": "list"}')
s = reach()
s.send(b'{"do": "list"}')
assert s.recv(65536)[:1] == b"+"
assert all(s.recv(10) == b"" for s in silent)
END
expect 0 timeout 60 python3 rude.py
echo > said
until_true says "words 2 13"

# Another user is refused, and so is a job: its own, and another one's.
cp "$PTSANDBOX" ptsandbox
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
	expect 125 setpriv --reuid=65533 --regid=65533 --clear-groups \
		./ptsandbox ctl "$job" list
	told 'gave no answer'
fi
cat > inside.py <<END
import socket
for kind, n in (socket.SOCK_SEQPACKET, 0), (socket.SOCK_STREAM, 0), (socket.SOCK_SEQPACKET, 3):
    s = socket.socket(socket.AF_UNIX, kind)
    try:
        s.connect(b"\0ptsandbox-ctl/$job" + b"\0" * n)
        print("connected")
    except OSError as e:
        print(e.errno)
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
try:
    s.sendto(b"x", "\0ptsandbox-ctl/$job")
    print("sent")
except OSError as e:
    print(e.errno)
try:
    s.bind("\0ptsandbox-ctl/1")
    print("bound")
except OSError as e:
    print(e.errno)
END
expect 0 job python3 inside.py
[ "$(tr '\n' ' ' < out.log)" = "111 111 111 111 13 " ] ||
	fail "a job reached it: $(cat out.log)"
expect 125 job env ASAN_OPTIONS=detect_leaks=0 ./ptsandbox ctl "$job" list

# An end while somebody is connected.
touch stop
wait %1 || fail "the job's status"
python3 - <<END || fail "the record of changes"
import json
events = [json.loads(l) for l in open("audit.json")]
rules = [(e["change"], e["number"], e["profile"], e["rule"]) for e in events if e.get("event") == "rules"]
assert ("grant", $number, "main", "{allow: [read], path: $HERE/forbidden}") in rules, rules
assert ("revoke", $number, "main", "{allow: [read], path: $HERE/forbidden}") in rules, rules
assert any(r[0] == "grant" and r[2] == "narrow" for r in rules), rules
assert len(rules) == 13, len(rules)
END
refused 'no ptsandbox of yours' "$job" list

# Without --ctl nobody is there.
"$PTSANDBOX" -r rules.yaml -- sleep 1000 2> /dev/null &
other=$!
until_true pgrep -P $other sleep
refused 'no ptsandbox of yours' $other list
kill $other
wait $other 2> /dev/null
done_now
