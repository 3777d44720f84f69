#!/bin/bash
# Every row of the catalogue that names an object (a path, an address, a
# process) has a scenario of that name.
set -u
cd "$(dirname "$0")/../.." || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
make -s B="$dir" "$dir/calls7" || exit 1
missing=0
for call in $("$dir/calls7" --objects); do
	if [ ! -e "tests/scenario/$call.c" ]; then
		echo "tests/scenario/$call.c: no scenario for this call"
		missing=1
	fi
done
exit $missing
