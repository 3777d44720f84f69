#!/bin/bash
# A search of PATH that ends well is not told folder by folder; a program that
# may not be run is.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir -p forbidden
cp /bin/true forbidden/tool

# search PATH COMMAND...: env(1) looks for the command in PATH.
search()
{
	timeout 30 "$PTSANDBOX" -r "$RULES" -- env "PATH=$1" "${@:2}"
}

expect 0 search /nowhere-a:/nowhere-b:/usr/bin:/bin true
! grep -q 'denied: exec' err.log || fail "told: $(grep denied: err.log)"
told '2 names could not be looked for'

# Nobody may run it: that is told, once.
expect 126 search /usr/bin "$HERE/forbidden/tool"
told "denied: exec $HERE/forbidden/tool"

# Found nowhere: the last that was tried is told, for want of better.
expect 126 search /nowhere-a:/nowhere-b tool
told 'denied: exec /nowhere-b/tool'
[ "$(grep -c 'denied: exec' err.log)" = 1 ] || fail "told more than once"
done_now
