#!/bin/bash
# Committing a layer: refused when the folder below was changed meanwhile, and
# finished by the next attempt when it was interrupted.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cat > layer.yaml <<END
version: 1
include: [python3, native]
namespace:
  map:
    - {at: /data, from: ./low, layer: ./changes}
  cwd: /data
files:
  - {allow: any, path: [/data, /dev/null]}
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /etc, /proc, /dev]}
programs:
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
END

in_layer()
{
	timeout 300 "$PTSANDBOX" --quiet -r layer.yaml -- "$@"
}

sum()
{
	(cd "$1" && find . -printf '%P %y %m %s %l\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 sha256sum)
}

afresh()
{
	rm -rf low changes
	mkdir -p low/dir/sub low/gone
	echo a > low/a
	echo b > low/dir/b
	echo c > low/dir/sub/c
	echo g > low/gone/g
}

# conflict CHANGE NAME: the job worked, then CHANGE was made below: told by NAME.
conflict()
{
	afresh
	in_layer bash -c 'echo 1 >> a; rm dir/b; echo new > n; rm -r gone
		mkdir gone; echo 2 > dir/sub/c; mkdir made'
	eval "$1"
	sum low > before
	expect 1 "$PTSANDBOX" layer commit changes
	told "conflict: $2"
	sum low | cmp -s - before || fail "something was committed: $1"
	[ ! -e changes/commit ] || fail "a journal is left: $1"
}

conflict 'echo other > low/a' '/a was changed'
conflict 'touch low/a' '/a was changed'
conflict 'chmod 600 low/dir/b' '/dir/b was changed'
conflict 'rm low/a' '/a is no more'
conflict 'rm low/dir/b' '/dir/b is no more'
conflict 'echo theirs > low/n' '/n was made'
conflict 'echo theirs > low/gone/h' '/gone was changed'
conflict 'rm -r low/dir' '/dir is no more'
conflict 'mv low/dir low/d; mkdir low/dir' '/dir was changed'
conflict 'echo theirs > low/made' '/made was made'
conflict 'printf "\033[31m" >> low/a; mv low/a "low/$(printf "\033")"' '/a is no more'
! LC_ALL=C grep -q '[^[:print:][:space:]]' err.log || fail "raw bytes are told"
# What the layer does not touch may change.
afresh
in_layer bash -c 'echo 1 >> a; echo new > dir/n'
echo theirs > low/dir/theirs
echo theirs >> low/dir/b
expect 0 "$PTSANDBOX" layer commit changes
[ "$(cat low/dir/theirs low/dir/b low/dir/n)" = "theirs
b
theirs
new" ] || fail "changes were not put together"

# Interrupted at any moment, it is finished by another attempt, and until then
# no job runs in it.
cat > many.sh <<'END'
for i in {1..150}; do echo "$i" > "f$i"; mkdir "d$i"; echo "$i" > "d$i/f"; done
rm -r gone; echo x > gone; rm a; mkdir a; echo y > a/a; ln f1 l1; chmod 700 dir
for i in {1..40}; do rm "x$i"; done
END
many()
{
	afresh
	for i in {1..40}; do echo x > "low/x$i"; done
	in_layer bash -c "$(cat many.sh)"
}
many
"$PTSANDBOX" layer commit changes || fail "not committed"
sum low > want
[ "$(stat -c %h low/l1)" = 2 ] || fail "hard links are lost"
many
cp -a low low.kept
cp -a changes changes.kept
for i in {1..24}; do
	rm -rf low changes
	cp -a low.kept low
	cp -a changes.kept changes
	# The copy is another folder to who looks at its inodes.
	: > changes/record
	(timeout -s KILL "0.0$(printf '%02d' $((i * 2)))" \
		"$PTSANDBOX" layer commit changes; true) 2> /dev/null
	until_true flock -n changes/lock true
	if [ -e changes/commit ] || [ -e changes/committed ]; then
		expect 125 in_layer true
		told 'was interrupted'
		expect 125 "$PTSANDBOX" layer discard changes
		told 'was interrupted'
	fi
	expect 0 "$PTSANDBOX" layer commit changes
	sum low > got
	cmp -s want got || fail "interrupted, and not finished: $i: $(differ want got)"
done
done_now
