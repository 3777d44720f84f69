#!/bin/bash
# man/ptsandbox-calls.7 says what the catalogue says.  The page is x86-64's,
# which has all rows.
set -u
cd "$(dirname "$0")/../.." || exit 2
[ "$(uname -m)" = x86_64 ] || exit 0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
make -s B="$dir" "$dir/calls7" || exit 1
"$dir/calls7" > "$dir/page" || exit 1
if ! diff -u man/ptsandbox-calls.7 "$dir/page"; then
	echo 'man/ptsandbox-calls.7 is not what the catalogue says: make man'
	exit 1
fi
