#!/bin/bash
# A layer: a job that works in one sees what it would see without, the folder
# below is not touched, the changes can be looked at, thrown away, or made real.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# rules FILE AT: a namespace with the layer `changes` above `low`, seen at AT.
rules()
{
	cat > "$1" <<END
version: 1
include: [python3, native]
namespace:
  map:
    - {at: $2, from: ./low, layer: ./changes}
  cwd: $2
files:
  - {allow: any, path: [$2]}
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /opt, /etc, /proc, /dev, $PYENV]}
  - {allow: any, path: [/dev/null, /dev/tty]}
programs:
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
  - {allow: signal, to: job}
END
}

# What is in a folder, and when it was changed.
sum()
{
	(cd "$1" && find . -printf '%P %y %m %s %n %T@ %l\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 sha256sum)
}

# The same but for times and numbers of links.
shape()
{
	(cd "$1" && find . ! -type d -printf '%P %y %m %s %l\n' -o \
		-printf '%P %y %m\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 sha256sum)
}

in_layer()
{
	timeout 120 "$PTSANDBOX" --quiet -r layer.yaml -- "$@"
}

mkdir -p low/dir/deep low/gone/more low/full
echo one > low/one
echo two > low/dir/two
echo deep > low/dir/deep/file
echo x > low/gone/more/x
echo y > low/full/y
printf 'a\nb\nc\n' > low/text
ln -s dir/two low/link
truncate -s 10M low/sparse
echo end >> low/sparse
chmod 751 low/dir
chmod 555 low/full
touch -d '2001-02-03 04:05:06' low/dir/two low/dir low/text
rules layer.yaml /data
cp -a low plain
cp -a low pristine
sum low > before

cat > work.sh <<'END'
umask 022
cat one dir/two link
echo more >> one; cat one
: > text; wc -c text; printf 'a\nB\nc\n' > text
cat missing; echo no > missing/file; mkdir one; mkdir dir; rmdir dir; rm dir
chmod 600 dir/two; stat -c '%a %Y' dir/two
touch -d '2010-01-01' dir/deep/file; stat -c %Y dir/deep/file dir
ls; ls dir
rm gone/more/x; ls gone/more; rmdir gone; rmdir gone/more; rmdir gone; ls -d gone
mkdir gone; ls -A gone; echo z > gone/z; ls gone
mv one uno; cat one; cat uno; ls
echo new > one; cat one
mkdir -p new/sub; echo n > new/sub/n; mv new newer; cat newer/sub/n; ls
mv dir/deep/file dir/file; ls dir/deep dir
ln newer/sub/n newer/n2; stat -c %h newer/n2
ln -s nowhere dangling; readlink dangling link; mv link lnk; cat lnk
echo over > o; mv o dir/two; cat dir/two
echo w > full/w; rm full/y; cat full/y
(cd dir/deep && rmdir ../deep && pwd && ls; echo here > here)
mkfifo pipe; (echo through > pipe &) ; cat pipe
rm -rf newer; ls
mv dir moved; ls moved; cat moved/two
find . | sort
END
rules plain.yaml /data
sed -i 's|./low, layer: ./changes|./plain|' plain.yaml

in_plain()
{
	timeout 120 "$PTSANDBOX" --quiet -r plain.yaml -- "$@"
}

in_plain bash -c "$(cat work.sh)" > bare.log 2>&1 < /dev/null
in_layer bash -c "$(cat work.sh)" > job.log 2>&1 < /dev/null
cmp -s bare.log job.log || fail "other output: $(differ bare.log job.log)"
sum low | cmp -s - before || fail "the folder below has changed"
shape plain > want
[ -e changes/lock ] || fail "no layer was made"
[ "$(stat -c %a changes)" = 700 ] || fail "the layer is open to others"

# What is seen in a later run is the same.
in_plain find . -printf '%P %y %m %l\n' | sort > bare.log
in_layer find . -printf '%P %y %m %l\n' | sort > job.log
cmp -s bare.log job.log || fail "seen otherwise later: $(differ bare.log job.log)"

# The changes, as a list and as differences.
expect 0 "$PTSANDBOX" layer diff changes
for line in 'D /dir/' 'D /dir/two' 'A /moved/two' 'A /gone/z' 'D /gone/more/x' \
	'M /text' '-b' '+B' 'A /uno' 'A /dangling -> nowhere' 'M /one'; do
	grep -qxF -- "$line" out.log || fail "diff does not say: $line"
done
! grep -q sparse out.log || fail "diff tells of what is as it was"

# Discarded, all is as below.
cp -a changes kept
expect 0 "$PTSANDBOX" layer discard changes
expect 0 "$PTSANDBOX" layer diff changes
[ ! -s out.log ] || fail "changes after discarding"
in_layer cat one | grep -qx one || fail "discarded changes are seen"
rm -rf changes
mv kept changes

# Committed, below is as the job saw it.
expect 0 "$PTSANDBOX" layer commit changes
shape low > got
cmp -s want got || fail "committed otherwise: $(differ want got)"
[ "$(stat -c %Y low/moved/file)" = 1262304000 ] || fail "times are lost"
expect 0 "$PTSANDBOX" layer diff changes
[ ! -s out.log ] || fail "changes after a commit"
in_layer cat uno | cmp -s - low/uno || fail "what was committed is not seen"

# Sparse files stay so, also when they are changed and committed.
chmod -R u+w low
rm -rf changes low
cp -a pristine low
in_layer bash -c 'echo more >> sparse; du -k sparse > size; setfattr -n user.a -v b one 2> /dev/null; true'
[ "$(stat -c %b changes/tree/sparse)" -lt 1000 ] || fail "holes are filled"
expect 0 "$PTSANDBOX" layer commit changes
[ "$(stat -c %b low/sparse)" -lt 1000 ] || fail "holes are filled at commit"
[ "$(stat -c %s low/sparse)" = 10485769 ] || fail "the sparse file is $(stat -c %s low/sparse)"

# One run at a time; a layer stays with its folder; neither in the other.
"$PTSANDBOX" --quiet -r layer.yaml -- bash -c 'echo go > begun; exec sleep 1000' &
until_true test -e changes/tree/begun
expect 125 in_layer true
told 'in use by another run'
expect 125 "$PTSANDBOX" layer commit changes
told 'in use by another run'
kill $!
wait
mkdir other
sed 's|./low|./other|' layer.yaml > wrong.yaml
expect 125 "$PTSANDBOX" -r wrong.yaml -- true
told 'holds changes of'
for pair in './low, layer: ./low/in' './other, layer: .' './low, layer: ./low' \
	'./low/text, layer: ./new' './low, layer: ./text' './low, layer: ./no/such'; do
	sed "s|./low, layer: ./changes|$pair|" layer.yaml > wrong.yaml
	echo text > text
	expect 125 "$PTSANDBOX" --check -r wrong.yaml
	[ ! -e new ] || fail "a layer was made by a check"
done
sed 's|from: ./low, ||' layer.yaml > wrong.yaml
expect 125 "$PTSANDBOX" --check -r wrong.yaml
expect 125 "$PTSANDBOX" layer
expect 125 "$PTSANDBOX" layer diff
expect 125 "$PTSANDBOX" layer show changes
expect 125 "$PTSANDBOX" layer diff low
told 'no layer'
one_line
expect 125 "$PTSANDBOX" layer commit nowhere
done_now
