#!/bin/bash
# Every command of the tutorial is run, in order and in one shell, and prints
# what the tutorial shows; what differs on each machine is made the same first.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

[ -x /usr/bin/python3 ] || skip "no /usr/bin/python3"
unset PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX
mkdir bin suspicious
cp -r "$EXAMPLES/suspicious/." suspicious
rm -rf suspicious/colours/__pycache__
ln -s "$PTSANDBOX" bin/ptsandbox
export PATH=$HERE/bin:$PATH

# The commands, each with a line around its output; and what is shown of it.
awk '/^```console$/ { in_block = 1; next }
	/^```$/ { in_block = 0; next }
	in_block && /^\$ / {
		n++
		print "echo \"@@ " n "\"; { " substr($0, 3) "; } 2> ../err.log > ../out.log"
		print "cat ../err.log ../out.log"
		next
	}' "$DOCS/TUTORIAL.md" > commands.sh
awk '/^```console$/ { in_block = 1; next }
	/^```$/ { in_block = 0; next }
	in_block && /^\$ / { n++; print "@@ " n; next }
	in_block { print }' "$DOCS/TUTORIAL.md" > want.log
[ "$(grep -c '^@@' want.log)" -gt 10 ] || fail "no commands were found"

# Python's version, processes, and where the test stands.
plain()
{
	sed -E -e "s#$HERE/suspicious#/home/ann/suspicious#g" \
		-e 's/python3\.[0-9]+/python3.N/g' -e 's/pid [0-9]+/pid N/g' \
		-e 's/ +(profile:|no rule)/ \1/g' "$1"
}

(cd suspicious && . ../commands.sh) > got.log 2>&1
plain got.log > got.plain
plain want.log > want.plain
cmp -s got.plain want.plain || fail "$(diff want.plain got.plain | head -n 60)"
done_now
