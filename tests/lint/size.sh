#!/bin/bash
# Files of at most 400 lines and functions of at most 60: what is longer is
# about more than one thing.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck disable=SC2046
awk '
FNR == 1 {
	if (NR > 1 && lines > 400)
		bad(file ": " lines " lines, 400 at most")
	file = FILENAME
	start = 0
}
{ lines = FNR }
# A function stands with its braces in the first column.
/^{$/ { start = FNR }
/^}$/ {
	if (start > 0 && FNR - start + 1 > 62)
		bad(file ":" start ": a function of " FNR - start - 1 \
		    " lines, 60 at most")
	start = 0
}
END {
	if (lines > 400)
		bad(file ": " lines " lines, 400 at most")
	exit status
}
function bad(text) { print text; status = 1 }
' $(find supervisor rules tracee-stub tests examples man -name '*.[ch]')
