#!/bin/bash
# A process that is ended by one of its threads while another is in a call whose
# end the supervisor waits for: the supervisor waits for nobody who is dead.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir folder
touch folder/{a,b,c}
sed 's/^files:/namespace: {hide: ["~\/folder\/b"]}\n&/' "$RULES" > all.yaml
cp "$GUESTS/threads_end" .
expect 0 timeout 120 "$PTSANDBOX" --quiet -r all.yaml -- ./threads_end folder
expect 0 timeout 120 "$PTSANDBOX" --quiet -r all.yaml --timeout 1h -- \
	./threads_end folder
until_true nothing_left || fail "left: $(standing)"
done_now
