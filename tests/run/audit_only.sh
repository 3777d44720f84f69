#!/bin/bash
# --audit-only lets all pass that rules decide, and tells what they had said;
# what no job may do stays refused.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir -p forbidden
echo secret > forbidden/key
cat > tight.yaml <<END
version: 1
include: [python3]
audit: {log: none}
namespace:
  hide: [$HERE/hidden]
files:
  - {deny: read, path: $HERE/forbidden}
  - {kill: modify, path: $HERE/forbidden}
  - {allow: [read, exec], path: /usr}
END
echo hidden > hidden

tight()
{
	timeout 30 "$PTSANDBOX" --audit-only -r tight.yaml "$@"
}

expect 0 tight --audit a.jsonl -- /usr/bin/python3 -c '
import os, socket, signal
print(open("forbidden/key").read())
open("forbidden/key", "a").write("more")
os.mkdir("made")
os.system("/bin/true")
socket.socket().bind(("127.0.0.1", 0))
try: os.kill(os.getppid(), 0)
except OSError: print("no signal")
try: open("hidden")
except FileNotFoundError: print("hidden")
'
grep -q '^secret' out.log || fail "not read: $(cat out.log)"
grep -q '^no signal' out.log || fail "a signal left the job"
grep -q '^hidden' out.log || fail "the namespace was not drawn"
[ "$(cat forbidden/key)" = "$(printf 'secret\nmore')" ] || fail "not written"
told "would deny: read $HERE/forbidden/key (.*): .*rule tight.yaml:7"
told 'would deny: bind tcp:127.0.0.1:0'
! grep -q '^ptsandbox: the job is ended' err.log || fail "ended by a rule"
# All is recorded, whatever the rules say of the record.
grep -q '"path":"'"$HERE"'/forbidden/key","rule":"tight.yaml:7","would":"read"}],"verdict":"allow","would":"deny"' \
	a.jsonl || fail "$(grep forbidden a.jsonl | head -n 1)"
grep -q '"would":"kill"' a.jsonl || fail "kill is not told"

# The summary lists them apart, and nothing is told under --quiet.
expect 0 tight --quiet --summary -- /bin/cat forbidden/key
told '  would deny  '
told "read $HERE/forbidden/key"
told '  denied      nothing'
expect 0 tight --quiet -- /bin/cat forbidden/key
[ ! -s err.log ] || fail "told: $(cat err.log)"
done_now
