#!/bin/bash
# Limits and large files that the supervisor itself meets: it is not ended by
# them, and nobody waits for it for long.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# The region is larger than what the job may write.
(ulimit -S -f 100 && expect 0 job sh -c 'ulimit -f' && exit $FAILED) ||
	fail "no run with a limit on files"
case $(cat out.log) in
100 | 200) ;;
*) fail "another limit in the job: $(cat out.log)" ;;
esac
(ulimit -f 100 && expect 125 job true && exit $FAILED) ||
	fail "not told that the limit is too low"
told 'File too large'
one_line

# A copy into a layer is given up when the job is to end.
mkdir low
cat > layer.yaml <<END
version: 1
include: [native]
namespace:
  map:
    - {at: $HERE/low, from: ./low, layer: ./changes}
files:
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64]}
  - {allow: any, path: $HERE}
programs:
  - {allow: run, path: ["/**"]}
END
free=$(df --output=avail -k . | tail -n 1)
[ "$free" -gt $((4 << 20)) ] || skip "too little room for a large file"
head -c 1G /dev/zero > low/large
"$PTSANDBOX" --quiet -r layer.yaml -- \
	sh -c 'trap : TERM; true >> low/large; echo $?' > out.log 2> err.log &
pid=$!
until_true test -s changes/work/0
kill $pid
wait $pid || true
copied=$(stat -c %s changes/tree/large 2> /dev/null || echo 0)
[ "$copied" = 0 ] || skip "it was copied before it could be interrupted"
[ "$(cat out.log)" = 2 ] || fail "the copy was not given up: $(cat out.log err.log)"
[ -z "$(ls changes/work)" ] || fail "half a file is left"
done_now
