#!/bin/bash
# The page of ptsandbox report, as a browser sees it: 100,000 steps, stacks with
# the lines of a script, and a file that a stack names but the job did not read.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

echo "the secret line" > secret.py
printf 'import os\n\n\ndef steal():\n    open("key")  # <b>&amp;\n' > job.py
cat > make.py <<'END'
"""Writes a record of 100,000 calls with two stacks."""
import json
import sys

here, steps = sys.argv[1], int(sys.argv[2])


def line(**keys):
    print(json.dumps(keys))


def call(t, path, denied=False, **more):
    line(t=t, pid=10, tid=10, program="/usr/bin/python3", call="openat",
         objects=[dict(access="read", named=path, path=path,
                       rule=None if denied else "job.yaml:4",
                       **({"denied": True} if denied else {}))],
         verdict="deny" if denied else "allow",
         errno="EACCES" if denied else None, how="pinned", **more)


line(ptsandbox="0.1.0", format=1, started="2026-01-01T00:00:00Z",
     command=["python3", "job.py"])
line(t=0, pid=10, event="start", ppid=0, program=None)
call(0.001, here + "/job.py")
frames = [dict(file=here + "/job.py", line=5, function="steal", kind="python"),
          dict(file=here + "/secret.py", line=1, function="x", kind="python"),
          dict(file="/lib/libc.so.6", line=0, function="open", kind="native")]
line(t=0.002, event="stack", id=7, frames=frames)
call(0.002, "/home/ann/key", True, stack=7)
line(t=0.0022, event="rules", change="grant", number=9, profile="main",
     rule="{allow: read, path: /x<b>}", by=77)
for answer, denied in ("always", False), ("no", True):
    obj = dict(access="read", named="/q", path="/q/<i>" + answer,
               rule="job.yaml:5", asked=answer)
    line(t=0.0023, pid=10, tid=10, program="/usr/bin/python3", call="openat",
         objects=[dict(obj, **({"denied": True} if denied else {}))],
         verdict="deny" if denied else "allow", errno=None, how="pinned",
         stack="?", stack_why="its frames go in a circle")
line(t=0.0024, pid=10, tid=10, program="/usr/bin/python3", call="openat",
     objects=[dict(access="read", named="/w", path="/would", rule=None,
                   would="read")], verdict="allow", would="deny", errno=None,
     how="pinned")
line(t=0.0025, pid=10, tid=10, program="/usr/bin/python3", call="openat",
     objects=[dict(access="read", named="/w", path="/wrong", rule="job.yaml:6",
                   injected=True)], verdict="allow", injected=True,
     errno="EIO", how="injected")
for i in range(steps - 6):
    call(0.003 + i * 0.0001, f"/data/{i % 300}/{i % 1000}")
line(t=0.003 + steps * 0.0001, pid=10, event="exit", program="/p", status=0)
line(t=0.004 + steps * 0.0001, event="end", status=0)
END
python3 make.py "$HERE" 100000 > big.jsonl
head -n 3 big.jsonl > plain.jsonl
expect 0 "$PTSANDBOX" report --html page.html big.jsonl
grep -qF 'open(\"key\")' page.html || fail "the line of the script is not there"
! grep -qF "the secret line" page.html ||
	fail "a file that the job did not read is in the page"

# The summary has the line too, and the secret no more than the page.
expect 0 "$PTSANDBOX" report big.jsonl
grep -qF "open(\"key\")" out.log || fail "the summary has no line of the script"
! grep -qF "the secret line" out.log || fail "the secret is in the summary"

browser=$(command -v chromium || command -v chromium-browser) ||
	skip "no chromium"
# browse PAGE TO: what the browser makes of it, without a complaint.
browse()
{
	timeout 120 "$browser" --headless --no-sandbox --disable-gpu \
		--user-data-dir="$HERE/browser" --enable-logging=stderr \
		--virtual-time-budget=5000 --dump-dom "file://$HERE/$1" \
		> "$2" 2> browser.log < /dev/null ||
		fail "the browser ended with status $?"
	! grep -q 'CONSOLE' browser.log ||
		fail "the page complains: $(grep -m 1 CONSOLE browser.log)"
}
browse page.html dom.html
grep -q 'id="steps-count"[^>]*>100,000 steps<' dom.html ||
	fail "the timeline is not drawn"
grep -q 'class="hit"[^>]*>.*# &lt;b&gt;&amp;amp;' dom.html ||
	fail "the line of the script is not shown"
# What was not enforced, injected, asked, granted and not read is shown.
shown()
{
	grep -q "$1" dom.html || fail "not shown: $1"
}
shown 'id="only"'
shown '<section id="would" aria-labelledby="would-h">'
shown 'not enforced: would be denied</span>read the file <code>/would'
shown 'made to go wrong</span>read the file <code>/wrong'
shown '<code>/q/&lt;i&gt;always</code></td><td>allowed it, for the whole run'
shown '<code>/q/&lt;i&gt;no</code></td><td>denied it, this time'
shown 'rule 9 came.*{allow: read, path: /x&lt;b&gt;}'
shown 'python3, 2 processes: its frames go in a circle.'
# Of another record, where there is none of it, these parts are not shown.
expect 0 "$PTSANDBOX" report --html plain.html plain.jsonl
browse plain.html plain.dom
for part in would injected asked changes; do
	grep -q "id=\"$part\"[^>]* hidden" plain.dom || fail "shown: $part"
done
# Only the rows in sight exist.
[ "$(grep -o 'aria-rowindex' dom.html | wc -l)" -lt 200 ] ||
	fail "all rows exist"
done_now
