#!/bin/bash
# Private folders: fresh, the job's alone, and gone after the run, however it
# ends and whatever the job left in them; nothing else is changed.
# Functions are called by until_true and expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

export XDG_RUNTIME_DIR=$HERE/area TMPDIR=$HERE/area
DRAWN=$PWD/drawn.yaml
mkdir area outside
chmod 750 outside
echo kept > outside/file
ln -s file outside/link
sed "s|^files:|namespace:\n  map: [{at: /fresh, private: true}, {at: /fresh/in, private: true}, {at: /tmp/pts-run, private: true}, {at: /missing/on, from: $HERE/outside}]\n  hide: $HERE/forbidden\n&\n  - {allow: any, path: /}|" \
	"$RULES" > "$DRAWN"

drawn()
{
	timeout 60 "$PTSANDBOX" --quiet -r "$DRAWN" -- "$@"
}
emptied()
{
	[ -z "$(ls -A area)" ]
}
listing()
{
	find outside . -maxdepth 1 -path ./area -prune -o \
		! -name '*.log' ! -name progress ! -name . -printf '%p %y %m %u %g %n %s %T@ %C@ %l\n' | sort
}

# Fresh, empty, for its owner alone, writable; mktemp works in it.
expect 0 drawn sh -c '
stat -c "%a %u %F" /fresh /fresh/in; ls -A /fresh/in
echo x > /fresh/in/x && cat /fresh/in/x
TMPDIR=/tmp/pts-run mktemp -d > /dev/null && ls /tmp/pts-run | wc -l'
want="700 $(id -u) directory
700 $(id -u) directory
x
1"
[ "$(cat out.log)" = "$want" ] || fail "not fresh: $(cat out.log)"
emptied || fail "left after a run: $(ls -A area)"
expect 0 drawn sh -c '[ ! -e /fresh/in/x ]'
# Where the area is made, it is not seen.
expect 0 drawn sh -c '[ -d "$1" ] && ! ls -d "$1"/ptsandbox-*/*' sh "$HERE/area"

# All that makes removing hard, and links to what must be left alone.
cat > mess.sh <<'END'
cd /fresh || exit 1
ln -s "$1/outside/file" to-file; ln -s "$1/outside" to-folder
i=0
while [ $i -lt 60 ]; do
	mkdir deep-$i-0123456789012345678901234567890123456789 || exit 1
	: > file; ln -s "$1/outside" link
	cd deep-$i-* || exit 1
	i=$((i + 1))
done
cd /fresh/in || exit 1
mkdir none read none/below
: > none/below/file
mkfifo pipe
: > read/file
chmod 0 none/below read/file
chmod 0 none
chmod 500 read
echo "$2" > "$1/progress"
END
: > progress
before=$(listing)
expect 0 drawn sh "$HERE/mess.sh" "$HERE" 1
emptied || fail "left after a mess: $(find area | head -n 3)"
expect 7 drawn sh -c 'sh "$1/mess.sh" "$1" 1; chmod 0 /fresh; exit 7' sh "$HERE"
emptied || fail "left after a failure"
expect 137 drawn sh -c 'sh "$1/mess.sh" "$1" 1; kill -KILL $$' sh "$HERE"
emptied || fail "left after a job that was killed"
expect 127 drawn no-such-command
emptied || fail "left after a command that is none"

# What runs on when the first process has ended is ended first.
expect 0 drawn sh -c 'cd /fresh
(while : > a; do mkdir b; rmdir b; done) 2> /dev/null &
while [ ! -e a ]; do :; done'
emptied || fail "left beside a job that ran on: $(find area | head -n 3)"

# Ctrl-C: the signal is for supervisor and job.  exec: a shell forgets one that
# comes as it starts another program.
: > progress
env --default-signal=INT setsid "$PTSANDBOX" --quiet -r "$DRAWN" -- \
	sh -c 'sh "$1/mess.sh" "$1" 1; exec sleep 1000' sh "$HERE" &
supervisor=$!
until_true test -s progress
kill -INT -- -$supervisor
status=0
wait $supervisor || status=$?
[ $status = 130 ] || fail "Ctrl-C: status $status"
emptied || fail "left after Ctrl-C"

# SIGKILL, at any moment: before there is a job, and while it makes its mess.
# The janitor removes all, when the last of the job is gone.
made()
{
	[ "$(find area -mindepth 2 2> /dev/null | wc -l)" -ge "$1" ]
}
for round in {1..30}; do
	"$PTSANDBOX" --quiet -r "$DRAWN" -- sh -c \
		'while :; do sh "$1/mess.sh" "$1" 1; rm -rf /fresh/*; done' \
		sh "$HERE" > /dev/null 2>&1 &
	supervisor=$!
	case $((round % 3)) in
	0) for ((i = RANDOM / 4; i > 0; i--)); do :; done ;;
	1) until_true made 1 ;;
	2) until_true made $((4 + round * 5)) ;;
	esac
	kill -KILL $supervisor
	wait $supervisor 2> /dev/null
	until_true emptied || {
		fail "left after SIGKILL: $(find area | head -n 3)"
		break
	}
done

[ "$(listing)" = "$before" ] ||
	fail "changed outside: $(diff <(echo "$before") <(listing) | head -n 4)"

# The run's own folders, by the names that they have on the host.
cat > rob.sh <<'END'
: > "$1/progress"
while [ ! -s "$1/name" ]; do sleep 0.05; done
own=$(cat "$1/name")
base=${own##*/}
cd "$1/area" || exit 1
mkdir other
for way in "$own" "$1/area/../area/$base" "./$base" "other/../$base" \
    "/proc/self/cwd/$base" "/proc/self/root$own" "/proc/self/fd/3/$base"; do
	exec 3< .
	ls -d "$way" "$way/1" "$way/1/secret" "$way/empty" && echo "seen: $way"
	cat "$way/1/secret" "$way/2/secret" && echo "read: $way"
	chmod 755 "$way/empty" && echo "chmod: $way"
	mkdir "$way/new" && echo "mkdir: $way"
	ln -s x "$way/link" && echo "link: $way"
	mv "$way" moved && echo "mv: $way"
	mv -T other "$way" && echo "mv to: $way"
	rmdir "$way" && echo "rmdir: $way"
	rm -rf "$way"
	touch "$way" && echo "touch: $way"
	[ -e /fresh/secret ] || echo "gone: $way"
done 2> /dev/null
cd / && mv "$1/area" "$1/moved" 2> /dev/null && echo "moved with all"
ln -s "$own" /fresh/own
cat /fresh/own/1/secret 2> /dev/null
echo end
END
: > progress; rm -f name
drawn sh -c 'echo SECRET > /fresh/secret; exec sh "$1/rob.sh" "$1"' sh "$HERE" \
	> out.log 2> err.log &
job=$!
until_true test -e progress
until_true made 3
ls -d "$HERE"/area/ptsandbox-* > name
wait $job
[ "$(cat out.log)" = end ] ||
	fail "the run's own folders: $(head -n 5 out.log) $(head -n 2 err.log)"
rmdir area/other 2> /dev/null
emptied || fail "left: $(ls -A area)"
done_now
