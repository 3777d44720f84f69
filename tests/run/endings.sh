#!/bin/bash
# A process that its threads end while a call of the leader's is served alone:
# the job goes on.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

sed -i "s|/opt, |/opt, $GUESTS, |" "$RULES"
expect 0 timeout -s KILL 300 "$PTSANDBOX" -q -r "$RULES" -- \
	"$GUESTS/endings" "${ROUNDS:-200}"
[ "$(cat out.log)" = ended ] || fail "$(head -n 3 out.log)"
done_now
