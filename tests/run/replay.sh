#!/bin/bash
# `ptsandbox replay`: under its own rules a run flips nothing; under stricter
# ones, it flips what a real run then denies first.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

says()
{
	grep -qF -- "$1" out.log || fail "not said: $1 (but: $(cat out.log))"
}

# same_again RECORD OPTION...: nothing flips under the rules of the run.
same_again()
{
	expect 0 "$PTSANDBOX" replay "$@"
	says '0 times denied what was allowed, 0 times allowed what was denied'
	! grep -q 'not answered' out.log || fail "not answered: $(cat out.log)"
}

# The examples, hostile part and profiles too.
mkdir -p results input
cp -r "$EXAMPLES"/* input
cc -O2 -o worker "$EXAMPLES/worker.c" -lm 2> /dev/null || skip "no cc"
mkdir .ssh
echo secret > .ssh/id_rsa
expect 0 timeout 60 "$PTSANDBOX" -q --audit fold.jsonl -r input/fold.yaml \
	/usr/bin/python3 input/fold.py --hostile
same_again fold.jsonl -r input/fold.yaml
says 'rules that never decided:'
expect 0 timeout 60 "$PTSANDBOX" -q --audit view.jsonl -r input/view.yaml \
	/usr/bin/python3 input/fold.py
same_again view.jsonl -r input/view.yaml

# A job that has something to do with each section, in two profiles, with names
# that are no UTF-8.
cat > own.yaml <<END
version: 1
include: [python3]
files:
  - {allow: any, path: $HERE}
  - {allow: [read, exec], path: [/usr, /bin]}
network:
  - {allow: connect, to: "tcp:127.0.0.1:9"}
programs:
  - {allow: run, path: [/usr/bin/env, /bin/env], args: ["true", "**"], profile: narrow}
  - {allow: run, path: [/usr, /bin]}
profiles:
  narrow:
    include: native
    files: [{allow: [read, exec], path: [/usr, /bin]}]
    programs: [{allow: run, path: [/usr/bin/true, /bin/true]}]
END
cat > job.py <<'END'
import os, socket, subprocess
def tried(step, *words):
    try:
        return step(*words)
    except OSError:
        pass
tried(os.open, b"name\xff", os.O_CREAT | os.O_WRONLY)
tried(os.mkdir, "made")
tried(os.mkdir, "made")
tried(os.open, "/etc/shadow", os.O_RDONLY)
tried(os.open, "data", os.O_RDONLY)
for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
    s = tried(socket.socket, socket.AF_INET, kind)
    if s:
        tried(s.connect, ("127.0.0.1", 9))
        tried(s.connect, ("127.0.0.1", 10))
child = subprocess.Popen(["sleep", "100"])
child.kill()
child.wait()
tried(os.kill, os.getpid(), 0)
tried(os.fchmod, os.pipe()[0], 0o600)
tried(os.kill, os.getppid(), 0)
tried(subprocess.run, ["env", "true", "a"])
tried(subprocess.run, ["env", "echo", "a"])
END
echo data > data
expect 0 timeout 60 "$PTSANDBOX" -q --audit own.jsonl -r own.yaml \
	/usr/bin/python3 job.py
same_again own.jsonl -r own.yaml
says '{allow: connect, to: "tcp:127.0.0.1:9"}'

# stricter NAME EDIT WHAT...: the rules after the edit flip this, and a run under
# them denies the same, but for what it does not come to (UNREACHED).
UNREACHED=^$
stricter()
{
	local name=$1 edit=$2 what
	shift 2
	sed "$edit" own.yaml > "$name.yaml"
	! cmp -s own.yaml "$name.yaml" || fail "$name: nothing edited"
	expect 1 "$PTSANDBOX" replay own.jsonl -r "$name.yaml"
	cp out.log "$name.replay"
	rm -rf made name*
	timeout 60 "$PTSANDBOX" --audit "$name.jsonl" -q -r "$name.yaml" \
		/usr/bin/python3 job.py > /dev/null 2>&1
	# The record of that run, as first denials: nothing in it flips, and what
	# it denied and the first run did not is what was foretold.
	same_again "$name.jsonl" -r "$name.yaml"
	denials own.jsonl > before
	denials "$name.jsonl" | sort -u > after
	flips_of "$name.replay" | sort -u | grep -v "$UNREACHED" > foretold
	for what; do
		grep -qF -- "$what" foretold || fail "$name: not foretold: $what"
	done
	comm -13 <(sort -u before) after > fresh
	cmp -s fresh foretold ||
		fail "$name: foretold and done: $(differ foretold fresh)"
}

# What was denied, a line each: access and object; of processes the kind.
denials()
{
	/usr/bin/python3 - "$1" <<'END'
import json, sys
for line in open(sys.argv[1]):
    line = json.loads(line)
    if line.get("verdict") == "refuse" and line.get("socket") \
            and line["errno"] == "EACCES":
        print("socket any use of", line["socket"])
    for o in line.get("objects", ()):
        if o.get("denied"):
            print(o["access"], "pid" if o["path"].startswith("pid ") else o["path"])
END
}

flips_of()
{
	sed -n '/^now denied:/,/^$/s/^  \([a-z].*\)/\1/p' "$1" |
		sed 's/pid [0-9]*$/pid/'
}

stricter data "s|^files:|&\\n  - {deny: read, path: $HERE/data}|" \
	"read $HERE/data"
# Without a socket nothing is connected.
UNREACHED=^connect stricter net '/^network:/,/tcp:/d' 'socket any use of tcp'
stricter port 's|tcp:127.0.0.1:9|tcp:127.0.0.1:10|' \
	'connect tcp:127.0.0.1:9'
stricter profile 's|\[/usr/bin/true, /bin/true\]|[/bin/false]|' \
	'run /usr/bin/true'
stricter signal 's|^network:|processes: [{deny: signal, to: [children]}]\n&|' \
	'signal pid'

# What was not enforced is told as such, and is denied under the rules that it
# was not enforced by.
expect 0 timeout 60 "$PTSANDBOX" -q --audit-only --audit only.jsonl \
	-r own.yaml /usr/bin/python3 job.py
expect 1 "$PTSANDBOX" replay only.jsonl -r own.yaml
says 'read /etc/shadow'
says 'was let pass by --audit-only, else denied by no rule, is denied by no rule'

# And the other way: what was denied would be allowed.
sed "s|^files:|&\\n  - {allow: read, path: /etc/shadow}|" own.yaml > wide.yaml
expect 0 "$PTSANDBOX" replay own.jsonl -r wide.yaml
says 'now allowed:'
says 'read /etc/shadow'
says 'was denied by no rule, is allowed by wide.yaml:4'
says '1 times, first at line '

# Records that are none, and those that were cut off.
expect 125 "$PTSANDBOX" replay missing.jsonl -r own.yaml
one_line
expect 125 "$PTSANDBOX" replay own.yaml -r own.yaml
one_line
expect 125 "$PTSANDBOX" replay
one_line
expect 125 "$PTSANDBOX" replay own.jsonl other.jsonl
one_line
head -n 50 own.jsonl > cut.jsonl
expect 0 "$PTSANDBOX" replay cut.jsonl -r own.yaml
told 'the record has no end'
{
	head -n 1 own.jsonl
	echo '{"pid":-5,"call":"x","objects":7}'
	echo '{"pid":5,"call":"x","objects":[{"access":"fly","path":"/x"},{"path":5},[],{"access":"connect","path":"tcp:x"},{"access":"signal","path":"pid 5"},{"access":"run","path":"/usr/bin/env","args":[1]}]}'
	echo '{"pid":5,"event":"exec","ppid":99999999999999}'
	echo '{"pid":6,"event":"exit"}'
	echo '{"pid":1e300,"event":"start","ppid":5}'
} > odd.jsonl
expect 0 "$PTSANDBOX" replay -r own.yaml odd.jsonl
says '3 questions are not answered'
done_now
