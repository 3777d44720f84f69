#!/bin/bash
# --profile-stops: every stop is counted, as the record counts them, and the
# file is there however the run ends.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# As many of each call as the record has.
expect 1 timeout 60 "$PTSANDBOX" -q -r "$RULES" --audit record \
	--profile-stops stops.json -- \
	bash -c 'ls > /dev/null; for i in 1 2 3 4 5; do : > x$i; done; cat forbidden'
/usr/bin/python3 - << 'END' || fail "another count than the record has"
import collections, json
stops = json.load(open("stops.json"))
told = collections.Counter()
for row in stops["calls"]:
    told[row["call"]] += row["stops"]
    assert row["stops"] > 0 and row["sum_ns"] >= row["stops"], row
    assert 0 < row["median_ns"] <= 1.2 * row["sum_ns"], row
    assert row["why"] and row["class"], row
recorded = collections.Counter()
for line in open("record"):
    event = json.loads(line)
    if "call" in event:
        recorded[event["call"]] += 1
assert told["openat"] >= 6 and told["execve"] >= 3, told
assert told == recorded, (told - recorded, recorded - told)
assert sum(told.values()) == stops["stops"]
sums = [row["sum_ns"] for row in stops["calls"]]
assert sums == sorted(sums, reverse=True) and sum(sums) == stops["sum_ns"]
END

# A killed job is told of too, in a table without --audit; the rule is named.
expect 137 timeout 60 "$PTSANDBOX" -q -r "$RULES" --profile-stops stops.txt -- \
	bash -c 'for i in 1 2 3; do [ -e "$0" ]; done; kill -KILL $$' "$HERE/x1"
grep -q '^[0-9]* stops, [0-9.]* ms in the supervisor$' stops.txt ||
	fail "no first line: $(head -n 1 stops.txt)"
grep -q ' newfstatat (file, judged)$' stops.txt || fail "$(cat stops.txt)"
grep -q "^ *$RULES:5: [3-9] of them\$" stops.txt || fail "$(cat stops.txt)"

# The job's own words in the file are no part of it.
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --profile-stops mine -- \
	bash -c 'yes | head -c 99999 > mine'
grep -q '^y$' mine && fail "the job's words stand in the profile"

# A place that cannot be written is told before anything is run.
for file in no/such/folder / ''; do
	expect 125 timeout 60 "$PTSANDBOX" -q -r "$RULES" \
		--profile-stops "$file" -- touch ran
	told "^ptsandbox: --profile-stops $file: .*: nothing was run; "
	one_line
done
[ ! -e ran ] || fail "something was run"
expect 125 timeout 60 "$PTSANDBOX" -q -r "$RULES" \
	--profile-stops /dev/full -- true
told "^ptsandbox: --profile-stops /dev/full: .*: the profile is not whole\$"
done_now
