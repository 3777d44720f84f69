#!/bin/bash
# ptsandbox report: what a run did, from its record, for people and for programs.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

report()
{
	"$PTSANDBOX" report "$@"
}

# said TEXT: the last command said so on standard output.
said()
{
	grep -qF -- "$1" out.log || fail "not said: $1"
}

not_said()
{
	! grep -qF -- "$1" out.log || fail "said: $1"
}

# record FILE COMMAND...: runs a command and keeps its record.
record()
{
	local to=$1
	shift
	timeout 30 "$PTSANDBOX" --quiet -r "$RULES" --audit "$to" -- "$@" \
		> /dev/null 2>&1 < /dev/null
}

# --- The summary: of a real run, with what would allow what was denied.
SECRET="these bytes are nobody else's"
mkdir -p data forbidden
echo one > data/in
echo "$SECRET" > forbidden/key
cat > job.sh <<'END'
read -r line < data/in
echo "$line" > data/out
(cat forbidden/key)
exit 3
END
record run.jsonl bash job.sh
expect 0 report run.jsonl
said "bash job.sh"
said "with a failure (exit status 3)"
said "data/in"
grep -A4 '^Files made' out.log | grep -q 'data/out .*made' ||
	fail "what was made is not told"
said "read the file $HERE/forbidden/key"
said "{allow: read, path: $HERE/forbidden/key}"
grep -q '^Processes (2)' out.log || fail "not two processes"

# The rule that the report gives does allow it, at the place that it names.
rule=$(grep -o '{allow: read, path: .*key}' out.log | head -n 1)
sed "/deny: any, path/i\\  - $rule" "$RULES" > more.yaml
mv "$RULES" old.yaml
mv more.yaml "$RULES"
record allowed.jsonl bash job.sh
expect 0 report allowed.jsonl
not_said "forbidden/key}"
mv old.yaml "$RULES"

# --- Names of any bytes, in each form, do no harm.
odd=$(printf 'data/</script><img src=x onerror=alert(1)>\xff\xe2\x80\xa8\033[2J"&\x27')
mkdir -p "data/<" "${odd%/*}"
: > "$odd"
: > 'data/=cmd|x'
cat > odd.sh <<'END'
for f in data/* data/*/*; do
	[ -f "$f" ] && : < "$f"
done
cat "$1" > /dev/null
cd data && cat '=cmd|x'
END
record odd.jsonl bash odd.sh "$odd"
expect 0 report odd.jsonl
! LC_ALL=C grep -q $'[\033\xff]' out.log || fail "raw bytes in the summary"
said 'onerror=alert(1)>\xff\xe2\x80\xa8\x1b[2J"&'
expect 0 report --dot odd.jsonl
! LC_ALL=C grep -q $'[\033\xff]' out.log || fail "raw bytes in the graph"

cat > page.py <<'END'
"""Checks a page: its elements, its policy, and that its data is whole."""
import base64
import hashlib
import html.parser
import json
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
names = sys.argv[2:]


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.count, self.policy, self.inside = {}, "", None
        self.text = {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.count[tag] = self.count.get(tag, 0) + 1
        assert not any(a.startswith("on") for a in attrs), attrs
        assert "src" not in attrs and "style" not in attrs, attrs
        assert attrs.get("href", "#").startswith("#"), attrs
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        self.inside = attrs.get("id", tag) if tag in ("script", "style") \
            else None

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.text[self.inside] = self.text.get(self.inside, "") + data


page = Page()
page.feed(text)
assert page.count["script"] == 2 and page.count["style"] == 1, page.count
assert "img" not in page.count, page.count
assert "default-src 'none'" in page.policy, page.policy
for part in "script", "style":
    digest = base64.b64encode(
        hashlib.sha256(page.text[part].encode()).digest()).decode()
    assert f"{part}-src 'sha256-{digest}'" in page.policy, part
data = json.loads(page.text["data"])
steps = data["steps"]
assert len({len(steps[k]) for k in "tpconrweavk"}) == 1
for name in names:
    assert any(n and name in n for n in data["names"]), name
assert not re.search("[\u2028\x1b\udc80-\udcff]", text), "raw characters"
print(len(steps["t"]), len(data["procs"]), len(data["denials"]))
END
expect 0 report --html page.html odd.jsonl
[ "$(stat -c %a page.html)" = 600 ] || fail "others may read the page"
python3 page.py page.html \
	'</script><img src=x onerror=alert(1)>\xff\xe2\x80\xa8\x1b[2J"&' \
	> page.log 2>&1 || fail "the page: $(tail -n 1 page.log)"

# --- CSV: as Python reads it, with no formula and nothing lost.
cat > cells.py <<'END'
import csv
import sys

raw = open("out.log", newline="", encoding="utf-8").read()
assert all(line == "" or line.endswith("\r") for line in raw.split("\n"))
rows = list(csv.reader(raw.splitlines()))
assert all(len(row) == len(rows[0]) for row in rows), "cells"
for row in rows[1:]:
    assert not any(c[:1] in tuple("=+-@\t\r") and c for c in row[3:]), row
named = [row[rows[0].index("named")] for row in rows[1:]]
assert "'=cmd|x" in named, "the formula is not there"
assert any("onerror=alert(1)>\\xff" in n for n in named)
END
expect 0 report --csv odd.jsonl
python3 cells.py > csv.log 2>&1 || fail "the csv: $(tail -n 1 csv.log)"

# --- The manifest: sizes and digests of what was touched.
expect 0 report --manifest --hash run.jsonl
digest=$(sha256sum data/in | cut -d' ' -f1)
grep -qF "{\"path\":\"$HERE/data/in\",\"access\":\"read\",\"size\":4" out.log ||
	fail "the manifest does not tell the size"
grep -qF "\"sha256\":\"$digest\"" out.log || fail "another digest"
python3 -c 'import json; [json.loads(l) for l in open("out.log")]' 2> /dev/null ||
	fail "the manifest is no JSON"
expect 0 report --manifest run.jsonl
not_said sha256

# --- The bundle: exactly what was read or run and is there.
rm -f data/gone
echo x > data/gone
record gone.jsonl bash -c 'read -r x < data/gone; read -r y < data/in; cat /proc/meminfo /dev/null; rm data/gone'
expect 0 report --bundle all.tar gone.jsonl
said "missing: $HERE/data/gone: not there any more"
said " names below /proc, /sys and /dev"
tar -tf all.tar > tar.log 2>&1 || fail "no tar file: $(head -n 1 tar.log)"
grep -qx "${HERE#/}/data/in" tar.log || fail "what was read is not in the bundle"
! grep -qE 'forbidden|^proc|^dev|data/gone' tar.log ||
	fail "too much: $(grep -E 'forbidden|^proc|^dev' tar.log)"
[ "$(tar -xOf all.tar "${HERE#/}/data/in")" = one ] || fail "other bytes"
[ "$(stat -c %a all.tar)" = 600 ] || fail "others may read the bundle"

# What the job made a link of, after it was read, is not what was read.
mkdir trap
echo harmless > trap/key
record trap.jsonl bash -c 'read -r x < trap/key; mv trap away; ln -s forbidden trap'
expect 0 report --bundle trap.tar trap.jsonl
said "missing: $HERE/trap/key: reached through a symbolic link now"
! tar -xOf trap.tar 2> /dev/null | grep -qa "$SECRET" || fail "the secret leaked"

# --- In a namespace the names are the job's, the files are the host's.
mkdir -p host/in
echo mapped > host/in/file
cat > ns.yaml <<END
version: 1
include: [python3, native]
files:
  - {allow: any, path: ["$HERE/**", "/job/**", "/tmp/**", "/usr/**", "/etc/**", "/bin/**", "/lib/**", "/lib64/**", "/dev/**"]}
programs:
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
namespace:
  map:
    - {at: /job/in, from: $HERE/host/in}
    - {at: /tmp/pts-private, private: true}
END
timeout 30 "$PTSANDBOX" --quiet -r ns.yaml --audit ns.jsonl -- bash -c \
	'read -r x < /job/in/file; echo y > /tmp/pts-private/z; read -r z < /tmp/pts-private/z' \
	> /dev/null 2>&1 < /dev/null || fail "the run in a namespace failed"
expect 0 report --bundle ns.tar ns.jsonl
said "missing: /tmp/pts-private/z: in a private folder, gone with the run"
[ "$(tar -xOf ns.tar job/in/file 2>&1)" = mapped ] ||
	fail "the mapped file is not in the bundle"

# told_of TEXT: the same as said, whatever its lines.
told_of()
{
	tr -s '\n ' '  ' < out.log | grep -qF -- "$1" || fail "not told of: $1"
}

# --- What was not enforced is marked as such in every form.
timeout 30 "$PTSANDBOX" --quiet -r "$RULES" --audit-only --audit only.jsonl \
	-- cat forbidden/key > /dev/null 2>&1 < /dev/null ||
	fail "the run without rules failed"
expect 0 report only.jsonl
said "NOT ENFORCED"
said "Denied (0)"
grep -A2 '^Not enforced: would be denied (1)' out.log |
	grep -qF "read the file $HERE/forbidden/key" || fail "$(cat out.log)"
told_of "rules.yaml:4 would forbid it."
grep -q 'forbidden/key' <(sed -n '/^Files read/,/^$/p' out.log) ||
	fail "what was read after all is not listed as read"
expect 0 report --dot only.jsonl
said "not enforced: 1 would be denied"
expect 0 report --csv only.jsonl
grep -q 'forbidden/key.*,"read","","no".$' out.log || fail "csv: $(grep key out.log)"
expect 0 report --html only.html only.jsonl
cat > only.py <<'END'
import json
data = json.loads(open("only.html").read().split('id="data">')[1]
                  .split("</script>")[0])
assert data["run"]["only"] is True and data["counts"]["denied"] == 0
assert data["counts"]["would"] == 1 and data["steps"]["v"].count(4) == 1
assert not {1, 2, 3} & set(data["steps"]["v"]), "denied"
assert data["denials"][0]["kind"] == 3, data["denials"]
assert sum(r[3] for r in data["rules"]) == 1 and data["procs"][0][10] == 1
END
python3 only.py 2> only.log || fail "the page: $(tail -n 1 only.log)"
# A run that nothing would be denied of is marked too.
timeout 30 "$PTSANDBOX" --quiet -r "$RULES" --audit-only --audit only.jsonl \
	-- true < /dev/null || fail "the harmless run failed"
expect 0 report only.jsonl
said "NOT ENFORCED"

# --- What was made to go wrong, and by which limit a run was ended.
cat > wrong.yaml <<END
version: 1
files:
  - {allow: read, path: $HERE/data/in, inject: {error: EIO}}
include: [./rules.yaml]
limits: {written: 10K}
END
timeout 30 "$PTSANDBOX" --quiet -r wrong.yaml --audit wrong.jsonl -- sh -c \
	'cat data/in; while :; do echo 0123456789abcdef; done > data/much' \
	> /dev/null 2>&1 < /dev/null
rm -f data/much
expect 0 report wrong.jsonl
said "Made to go wrong on purpose (1)"
told_of "The rule wrong.yaml:3 made it fail on purpose, with the error EIO."
not_said "NOT ENFORCED"
told_of "by ptsandbox (exit status 137), since it wrote more into files than"
! sed -n '/^Files read/,/^$/p' out.log | grep -q data/in ||
	fail "what could not be read is listed as read"

# --- What is no record, or cannot be obeyed, is one line and 125.
refused()
{
	expect 125 report "$@"
	one_line
}
: > empty
refused empty
refused --html x.html empty
[ ! -s x.html ] || fail "a page of nothing"
refused no-such-file
refused .
python3 -c 'print("[" * 100000)' > deep
refused deep
{ head -n 1 run.jsonl; python3 -c 'print("{\"a\":" + "[" * 100000 + "}")'; } > deep
refused deep
refused --csv deep
refused
refused --html
refused --no-such run.jsonl
refused --dot --csv run.jsonl
refused --hash run.jsonl
refused run.jsonl run.jsonl
cp run.jsonl copy.jsonl
refused --html copy.jsonl copy.jsonl
told "the record itself"
refused --bundle copy.jsonl copy.jsonl
cmp -s run.jsonl copy.jsonl || fail "the record was harmed"
refused --html /dev/full run.jsonl
expect 125 bash -c '"$0" report run.jsonl > /dev/full' "$PTSANDBOX"
expect 0 report --help
said "ptsandbox report"

# --- The example.
expect 0 report "$EXAMPLES/run.jsonl"
said "at  /home/ann/job/job.py:31 in load_key"
said "To allow it, write under files:"
said "The rule job.yaml:9 forbids it."
said "a.json"

# --- A record that was cut off is told as one.
head -c $(($(stat -c %s run.jsonl) - 50)) run.jsonl > cut.jsonl
expect 0 report cut.jsonl
said "the record was cut off"
expect 0 report --html cut.html cut.jsonl

done_now
