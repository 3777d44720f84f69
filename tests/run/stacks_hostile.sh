#!/bin/bash
# A job that writes nonsense to where an interpreter's frames would be, with
# seeds: the supervisor goes on, tells what was in order as it was, and spends a
# bounded time on the rest.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir forbidden
cp "$GUESTS/scribble" .
# shellcheck disable=SC2317
scribble()
{
	timeout 120 "$PTSANDBOX" -q -r "$RULES" --audit rec.jsonl -- \
		./scribble forbidden/x "$@"
}

# Every hundredth has frames in order, and the stack that it had at first.  The
# list of all is longer than what is told.
cat > check.py <<'END'
import json
import sys

stacks, calls = {}, []
with open(sys.argv[1], encoding="utf-8", errors="surrogateescape") as f:
    for line in map(json.loads, f):
        if line.get("event") == "stack":
            assert len(line["frames"]) <= 64
            stacks[line["id"]] = line
        elif any(o["named"] == "forbidden/x" for o in line.get("objects", ())):
            calls.append(line)
good = stacks[calls[0]["stack"]]
assert good["truncated"]
assert [[f["file"], f["function"], f["line"]] for f in good["frames"]] == \
    [["/x/scribble.py", "f%d" % n, n + 1] for n in range(64)]
assert len(calls) == 3000
for call in calls[::100]:
    assert call["stack"] == good["id"], call
assert len(stacks) > 300, "nothing was spoiled"
END
for seed in 1 2 3; do
	# Where the machine stood still in the midst of one, once more.
	for _ in 1 2 3; do
		expect 0 scribble $seed 3000
		python3 check.py rec.jsonl 2> check.log && continue 2
	done
	fail "seed $seed: $(tail -n 1 check.log)"
done
for name in threads interps frames tables names holes; do
	expect 0 scribble $name
	case $name in
	threads) # more of them than there is time for
		for why in '"it took too long"' 'took too long altogether'; do
			grep -q "$why" rec.jsonl || fail "$name: not said: $why"
		done
		;;
	esac
done

# The same for native frames: of a program that the job may not write, so that
# its unwind information is used.
cat > native.yaml <<END
version: 1
include: native
files:
  - {deny: any, path: $HERE/forbidden}
  - {allow: [read, exec], path: [$GUESTS, /usr, /lib, /lib64]}
programs:
  - {allow: run, path: "/**"}
END
for seed in 1 2; do
	for _ in 1 2 3; do
		expect 0 timeout 120 "$PTSANDBOX" -q -r native.yaml \
			--stacks native --audit rec.jsonl -- \
			"$GUESTS/scribble" forbidden/x $seed 1500 c
		[ "$(grep -c '"stack":[0-9]' rec.jsonl)" -le 1500 ] || break
	done
	[ "$(grep -c '"stack":[0-9]' rec.jsonl)" -gt 1500 ] ||
		fail "seed $seed: native stacks are missing"
	[ "$(grep -c '"event":"stack"' rec.jsonl)" -gt 200 ] ||
		[ "$(uname -m)" != x86_64 ] || fail "seed $seed: nothing was spoiled"
done
done_now
