#!/bin/bash
# Words that have no place in the tree: work that was put off, and talk of how
# or where the program was written.
set -u
cd "$(dirname "$0")/../.." || exit 2
status=0
files=$(find Makefile README.md CHANGELOG.md CONTRIBUTING.md LICENSE .ci mk \
	supervisor rules tracee-stub tests examples man completions docs -type f \
	! -path tests/lint/words.sh ! -path 'tests/fuzz/corpus/*' 2> /dev/null | grep -v '\.pyc$')

absent()
{
	local found
	# shellcheck disable=SC2086
	found=$(grep -nIE "$1" $files)
	[ -n "$found" ] || return 0
	echo "${found//$'\n'/   <- $2$'\n'}   <- $2"
	status=1
}

absent '\b(TODO|FIXME|XXX)\b' 'do it, or write it down elsewhere'
absent '\b[Ii]ssue #?[0-9]|#[0-9]+\b.*\bissue' 'no numbers of issues'
absent '\b(this|next|earlier|last|another) session\b' 'of the program only'
absent '/work/(main|shared|brief)|(^|[^a-z0-9])/root/' 'a path of one machine'
absent '^#if 0' 'dead code'
absent '[[:space:]]$' 'white space at the end of a line'

# typedefs name function types only.
# shellcheck disable=SC2046
found=$(grep -nE '^typedef [^(]*;' $(find supervisor rules tracee-stub tests \
	-name '*.[ch]'))
if [ -n "$found" ]; then
	echo "$found   <- a typedef that is no function's"
	status=1
fi

# Every source says first why it exists.
mapfile -t sources < <(find supervisor rules tracee-stub tests -name '*.[ch]')
for f in "${sources[@]}"; do
	case $(head -c 2 "$f") in
	'/*') ;;
	*) echo "$f: does not begin with its reason" ; status=1 ;;
	esac
done
exit $status
