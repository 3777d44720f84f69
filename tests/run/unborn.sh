#!/bin/bash
# Who is killed in the middle of clone(2) cannot announce what he made: that is
# ended, and nobody waits for it for ever.  With a limit on processor time the
# supervisor sees tasks once more when they end, and what it is told then is no
# new task's number.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cp "$GUESTS/unborn" .
for kind in threads processes; do
	expect 0 job ./unborn $kind
	expect 0 timeout 120 "$PTSANDBOX" --quiet -r "$RULES" --cpu 1h \
		--processes 64 --wait -- ./unborn $kind
done
until_true nothing_left || fail "left: $(standing)"
done_now
