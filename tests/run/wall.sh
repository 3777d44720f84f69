#!/bin/bash
# The second wall: what is told of it, that programs find no difference, and
# where it must not stand.  Whether it stops anything by itself is asked of a
# program that judges nothing: make check-wall.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

expect 0 "$PTSANDBOX" doctor
abi=$(sed -n 's/.*  landlock .*ABI \([0-9]*\):.*/\1/p' out.log)
if [ -z "$abi" ]; then
	grep -q '^  —   landlock .*no second wall' out.log || fail 'doctor'
	expect 0 job true
	done_now
	exit
fi

# stands OPTION... : the words of the record's line on the wall.
stands()
{
	"$PTSANDBOX" --quiet --audit audit.json "$@" -- true ||
		fail "status $? with $*"
	python3 -c 'import json
lines = [json.loads(l) for l in open("audit.json")]
walls = [l for l in lines if l.get("event") == "wall"]
assert len(walls) == 1 and lines[1] == walls[0], walls
print(walls[0]["landlock"], *walls[0]["stands"])'
}
cat > usual.yaml <<END
version: 1
include: python3
files:
  - {allow: [read, write, exec], path: $HERE/in}
  - {allow: [read, exec], path: [/usr, /bin]}
programs:
  - {allow: run, path: [/usr, /bin]}
END
mkdir in
all='read write exec remove'
[ "$abi" -lt 4 ] || all="$all connect bind"
[ "$abi" -lt 6 ] || all="$all abstract signal"
got=$(stands -r usual.yaml)
[ "$got" = "$abi $all" ] || fail "usual rules: $got"
got=$(stands -r usual.yaml --no-landlock)
[ "$got" = '0' ] || fail "without: $got"
least=$abi
[ "$abi" -lt 6 ] || least="$abi signal"
{ echo 'default: ask'; cat usual.yaml; } > asks.yaml
for way in '-r usual.yaml --ctl' '-r usual.yaml --audit-only' '-r asks.yaml'; do
	# shellcheck disable=SC2086
	got=$(stands $way 2> err.log)
	[ "$got" = "$least" ] || fail "$way: $got"
done
"$PTSANDBOX" --quiet --summary -r usual.yaml true 2> err.log
told "  second wall Landlock $abi: $all\$"
"$PTSANDBOX" --quiet --summary --no-landlock -r usual.yaml true 2> err.log
told '  second wall none$'

# What a descriptor grants can be opened anew; programs, scripts and pipes.
mkdir forbidden
echo text > forbidden/x
cat > in/script <<'END'
#!/bin/sh
cat /dev/stdin
cat < /proc/self/fd/0 | cat /proc/self/fd/0
mkfifo pipe && { echo pipe > pipe & cat pipe; }
END
chmod +x in/script
cp "$RULES" more.yaml
"$PTSANDBOX" --quiet -r more.yaml -- sh in/script < forbidden/x > out.log 2> err.log
[ "$(cat out.log)" = $'text\ntext\npipe' ] || fail "streams: $(cat out.log err.log)"
"$PTSANDBOX" --quiet -r more.yaml -- in/script < forbidden/x > out.log 2> err.log
grep -q text out.log || fail "a script: $(cat out.log err.log)"

# The job may replace what its rules let it replace.
expect 0 job sh -c 'mkdir d && echo 1 > d/f && mv d e && mkdir d &&
	echo 2 > d/f && cat d/f e/f && rm -r d e'
expect 0 "$PTSANDBOX" --quiet -r usual.yaml --rw "$HERE/out" -- \
	sh -c "ls $HERE/in"
mkdir out
rm -f out.log
"$PTSANDBOX" --quiet -r usual.yaml --rw "$HERE/out" -- sh -c "
	rm -r $HERE/out && mkdir $HERE/out && echo x > $HERE/out/f && cat $HERE/out/f" \
	> said 2>&1 || fail "a folder that was made anew: $(cat said)"
# What did not exist may be made.
rm -r out
"$PTSANDBOX" --quiet -r usual.yaml --rw "$HERE/out" -- sh -c "
	mkdir $HERE/out && echo x > $HERE/out/f && cat $HERE/out/f" \
	> said 2>&1 || fail "a folder that was not there: $(cat said)"

# The start folder in a home folder stays; nothing else is known to.
mkdir -p work/sub
expect 1 env -C work HOME="$HERE" "$PTSANDBOX" -r "$HERE/usual.yaml" --rw . -- \
	rm -r "$HERE/work"
told 'second wall holds this folder (--no-landlock)'
[ -d "$HERE/work" ] || fail 'it is gone'
[ ! -e work/sub ] || fail 'what is below stays too'
expect 0 env -C work HOME="$HERE" "$PTSANDBOX" -q -r "$HERE/usual.yaml" \
	--no-landlock --rw . -- rmdir "$HERE/work"
[ ! -e work ] || fail 'without, it stays'

# What somebody else replaced is told.
mkdir -p given
expect 0 "$PTSANDBOX" -r usual.yaml --ro "$HERE/given" -- cat "$HERE/in/script"
[ ! -s err.log ] || fail "told: $(cat err.log)"
mkfifo in/go
"$PTSANDBOX" -r usual.yaml --ro "$HERE/given" -- \
	sh -c "echo > $HERE/in/go; cat $HERE/in/go" 2> err.log &
supervisor=$!
cat in/go > /dev/null
mv given taken && mkdir given
echo > in/go
wait $supervisor || fail 'the end'
told "$HERE/given was replaced while the job ran"

# Who stands behind the wall with the job is not made anew: the job ends.
"$PTSANDBOX" -q -r usual.yaml -- \
	sh -c "echo > $HERE/in/go; cat $HERE/in/go > /dev/null; cat $HERE/in/script" \
	> out.log 2> err.log &
supervisor=$!
cat in/go > /dev/null
keeper=$(pgrep -P $supervisor -x ptsandbox-keep) || fail 'no keeper'
kill -KILL "$keeper"
# It serves until its descriptors are closed, which takes a sanitizer's while.
gone() { [ ! -e "/proc/$keeper" ]; }
until_true gone
echo > in/go
status=0
wait $supervisor || status=$?
[ $status = 125 ] || fail "without a keeper: $status"
[ ! -s out.log ] || fail 'it ran on'
done_now
