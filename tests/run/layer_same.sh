#!/bin/bash
# A layer: what is the same again is not told as changed, a link like a file;
# and what lies on a file system that nobody may write seems writable by its
# mode.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir low
echo one > low/file
ln -s file low/link
ln -s file low/other
cat > layer.yaml <<END
version: 1
default: allow
namespace:
  map:
    - {at: $HERE/seen, from: ./low, layer: ./changes}
  cwd: $HERE/seen
END
in_layer()
{
	timeout 60 "$PTSANDBOX" --quiet -r layer.yaml -- "$@"
}

expect 0 in_layer sh -c 'rm link other && ln -s file link && ln -s /else other &&
	cp -p file copy && mv copy file'
expect 0 "$PTSANDBOX" layer diff changes
! grep -qw link out.log || fail "a link that is as it was: $(cat out.log)"
! grep -qw file out.log || fail "a file that is as it was: $(cat out.log)"
grep -qw other out.log || fail "a link to elsewhere: $(cat out.log)"
expect 0 "$PTSANDBOX" layer discard changes

# Below a mount that is read-only, where we may make one.
chmod 644 low/file
mkdir low/closed
chmod 555 low/closed
# shellcheck disable=SC2016
looks='for f in file closed .; do
	for a in -r -w -x; do test $a $f && echo $a $f; done; done; true'
in_layer sh -c "$looks" > plain.log || fail 'looked at'
alone='mount --bind low low && mount -o remount,bind,ro low && exec "$@"'
if unshare -Urm sh -c "$alone" sh true 2> /dev/null; then
	unshare -Urm sh -c "$alone" sh timeout 60 "$PTSANDBOX" --quiet \
		-r layer.yaml -- sh -c "$looks; echo more >> file && cat file" \
		> read-only.log 2> err.log || fail "read-only: $(cat err.log)"
	[ "$(cat plain.log; echo one; echo more)" = "$(cat read-only.log)" ] ||
		fail "read-only: $(differ plain.log read-only.log)"
	[ "$(cat low/file)" = one ] || fail 'it is changed below'
fi
done_now
