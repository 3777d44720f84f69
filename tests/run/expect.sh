#!/bin/bash
# `expect:`: a run is graded as it goes and from its record, alike.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir -p solution results
echo secret > solution/a
cat > grade.yaml <<'END'
version: 1
expect:
  status: 0
  writes: [out.csv, "results/*.txt"]
  reads: {not: [solution]}
  runs: {some: [bash], not: [gcc]}
  network: none
  denied: {not: [forbidden]}
  deletes: none
  max-processes: 3
  opens-at-most: {1: data}
END
good='echo 1 > out.csv; echo 2 > results/a.txt; cat < data'
echo data > data

# graded STATUS COMMAND: the run and its record say so.
graded()
{
	local want=$1 live
	expect "$want" timeout 30 "$PTSANDBOX" -q -r "$RULES" \
		--expect grade.yaml --expect-report live.txt \
		--audit run.jsonl -- bash -c "$2"
	live=$(grep -c failed: live.txt)
	[ "$(grep -c 'ptsandbox: grade.yaml.*failed:' err.log)" = "$live" ] ||
		fail "told and reported differ: $(cat err.log)"
	cp err.log told.log
	expect "$want" "$PTSANDBOX" expect run.jsonl --expect grade.yaml \
		--expect-report record.txt
	# The record has microseconds.
	diff <(sed 's/[0-9]*\.[0-9]* s,//' live.txt) \
		<(sed 's/[0-9]*\.[0-9]* s,//' record.txt) ||
		fail "the record says otherwise"
}

# failing TEXT: it is among what failed.
failing()
{
	grep -qF -- "failed: $1" live.txt || fail "passed: $1 ($(cat live.txt))"
}

graded 0 "$good"
[ "$(tail -n 1 live.txt)" = '11 of 11 expectations passed' ] ||
	fail "$(cat live.txt)"
graded 123 "$good; cat solution/a"
failing 'reads not solution: it happened once; '
grep -q "cat: openat $HERE/solution/a" live.txt || fail "no evidence"
graded 123 'echo 1 > out.csv; : < data'
failing 'writes results/*.txt: it never happened'
graded 123 "$good; cat < data"
failing 'opens-at-most 1 data'
graded 123 "$good; cat forbidden; true"
failing 'denied not forbidden: it happened once'
graded 123 "$good; rm out.csv"
failing 'deletes none'
graded 123 "$good; (true); (true); (true)"
failing 'max-processes 3'
graded 123 "$good; exec 3<> /dev/tcp/127.0.0.1/9; true"
failing 'network none'
# A job that failed by itself keeps its status.
graded 3 'exit 3'
failing 'status 0: it was 3'
graded 137 'kill -9 $$'

# The key in the rules themselves, and both at once.
cp "$RULES" rules2.yaml
printf 'expect: {writes: [other]}\n' >> rules2.yaml
expect 123 timeout 30 "$PTSANDBOX" -q -r rules2.yaml -- true
told 'rules2.yaml:[0-9]*:[0-9]*: failed: writes other: it never happened'
expect 0 timeout 30 "$PTSANDBOX" -q -r rules2.yaml -- touch other
expect 123 timeout 30 "$PTSANDBOX" -q -r rules2.yaml --expect grade.yaml -- \
	touch other

# The three forms.
for form in json xml txt; do
	timeout 30 "$PTSANDBOX" -q -r "$RULES" --expect grade.yaml \
		--expect-report report.$form -- bash -c 'cat solution/a' \
		> /dev/null 2>&1
done
/usr/bin/python3 - <<'END' || fail "a report is not well-formed"
import json, xml.dom.minidom
report = json.load(open("report.json"))
suite = xml.dom.minidom.parse("report.xml").documentElement
assert report["failed"] == int(suite.getAttribute("failures")) == \
    len(suite.getElementsByTagName("failure")) > 0
assert report["passed"] + report["failed"] == \
    len(suite.getElementsByTagName("testcase")) == len(report["expectations"])
evidence, = (e["evidence"] for e in report["expectations"]
             if e["expect"] == "reads not solution")
assert evidence["call"] == "openat" and evidence["path"].endswith("solution/a")
END

# What cannot be: one line each, and nothing is run.
refused()
{
	rm -f ran
	expect 125 timeout 30 "$PTSANDBOX" -q -r "$RULES" "$@" -- touch ran
	one_line
	[ ! -e ran ] || fail "ran: $*"
}
refused --expect missing.yaml
refused --expect "$RULES" --expect grade.yaml
refused --expect grade.yaml --expect-report no/such/folder
refused --expect-report report.txt
printf 'version: 1\nexpect: {reads: [""]}\n' > bad.yaml
refused --expect bad.yaml
if [ -e /dev/full ]; then
	expect 125 timeout 30 "$PTSANDBOX" -q -r "$RULES" --expect grade.yaml \
		--expect-report /dev/full -- true
	told 'the report is not whole'
fi
# The job may not fill the report.
expect 123 timeout 30 "$PTSANDBOX" -q -r "$RULES" --expect grade.yaml \
	--expect-report mine.txt -- bash -c 'yes | head -c 9999 > mine.txt'
! grep -q '^y$' mine.txt || fail "the job's words are in the report"

expect 125 "$PTSANDBOX" expect run.jsonl
one_line
expect 125 "$PTSANDBOX" expect --expect grade.yaml
one_line
head -n 20 run.jsonl > cut.jsonl
expect 125 "$PTSANDBOX" expect cut.jsonl --expect grade.yaml
one_line

# The line of a script, where the record has it.
cat > script.jsonl <<'END'
{"ptsandbox":"0.1.0","format":1,"started":"","command":["x"]}
{"event":"stack","id":1,"frames":[{"file":"/usr/lib/python3.11/os.py","line":3,"function":"f","kind":"python"},{"file":"/job/a.py","line":41,"function":"steal","kind":"python"}]}
{"event":"stack","id":1,"frames":[{"file":"/job/other.py","line":1,"function":"x","kind":"python"}]}
{"event":"stack","id":"x","frames":7}
{"t":0.5,"pid":7,"tid":7,"program":"/usr/bin/python3","call":"openat","class":"file","objects":[{"access":"read","named":"a","path":"/solution/a","rule":null}],"verdict":"allow","errno":null,"how":"pinned","stack":1}
{"t":1,"event":"end","status":0}
END
printf 'version: 1\nexpect: {reads: {not: [/solution]}}\n' > script.yaml
expect 123 "$PTSANDBOX" expect script.jsonl --expect script.yaml
told '0.500000 s, pid 7 python3 (a.py:41 in steal): openat /solution/a'

# The example: an honest job passes, a hostile one does not.
command -v cc > /dev/null || skip "no cc"
mkdir -p input
cp -r "$EXAMPLES"/* input
cc -O2 -o worker input/worker.c -lm
mkdir -p .ssh
echo secret > .ssh/id_rsa
expect 0 timeout 60 "$PTSANDBOX" -q -r input/grade.yaml \
	/usr/bin/python3 input/fold.py
expect 123 timeout 60 "$PTSANDBOX" -q -r input/grade.yaml \
	/usr/bin/python3 input/fold.py --hostile
told 'failed: denied not ~/.ssh: it happened once'
done_now
