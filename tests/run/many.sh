#!/bin/bash
# Many jobs, in a row and at once: nothing of them is left, no descriptor, no
# process, no file, and no memory that grows.  JOBS_ROW and JOBS_AT_ONCE ask for
# more.
# Functions are called by until_true; ps shows whole command lines to be searched.
# shellcheck disable=SC2317,SC2009
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

row=${JOBS_ROW:-40}
at_once=${JOBS_AT_ONCE:-24}
mkdir tmp
export TMPDIR=$HERE/tmp
unset XDG_RUNTIME_DIR
sed 's/^files:/namespace: {map: [{at: \/priv, private: true}]}\n&\n  - {allow: any, path: \/priv}/' \
	"$RULES" > all.yaml

# One job with all that leaves something: a private folder, a record, a pump, a
# child that lives on.
cat > one.sh <<'END'
echo "$1" > /priv/text
cat /priv/text
sleep 1000 &
END
one()
{
	timeout 200 "$PTSANDBOX" -q -r "$HERE/all.yaml" --safe-output \
		--audit "audit.$1" -- sh one.sh "$1" > "out.$1" 2> "err.$1" \
		< /dev/null || echo "status $?" >> "err.$1"
}
whole()
{
	[ "$(cat "out.$1")" = "$1" ] && [ ! -s "err.$1" ] ||
		fail "job $1: $(cat "out.$1") $(head -n 2 "err.$1")"
	[ "$(tail -n 1 "audit.$1" | grep -c '"status":0')" = 1 ] ||
		fail "job $1: no whole record"
	rm "out.$1" "err.$1" "audit.$1"
}
# Files, and processes: those of ours by their words, those of jobs by what
# they inherit.
left()
{
	ls -A tmp
	ps -eo pid=,args= | grep -e "[-]r $HERE/all.yaml"
	env -u TMPDIR grep -lsz "TMPDIR=$HERE" /proc/[0-9]*/environ
}
nothing_left()
{
	[ -z "$(left)" ]
}
zombies()
{
	ps -o stat= --ppid $$ | grep -c Z
}

for i in $(seq "$row"); do
	one "$i"
	whole "$i"
done
for i in $(seq "$at_once"); do
	one "$i" &
done
wait
for i in $(seq "$at_once"); do
	whole "$i"
done
until_true nothing_left || fail "left: $(left)"
[ "$(zombies)" = 0 ] || fail 'zombies are left'

# One long job: the supervisor holds no more after many processes than after
# some.  Who is not root cannot count its descriptors.
cat > long.sh <<'END'
n=0 most=50
while [ ! -e enough ]; do
	i=0
	while [ $i -lt $most ]; do
		cat "$0" | tail -n 1 > f$i
		mv f$i g$i
		rm g$i
		i=$((i + 1))
	done
	: > "after.$n"
	while [ ! -e "on.$n" ]; do sleep 0.02; done
	n=$((n + 1)) most=150
done
END
# A sanitizer keeps what was freed for a while.
export ASAN_OPTIONS=quarantine_size_mb=0:thread_local_quarantine_size_kb=0
rss()
{
	awk '/^VmRSS/ { print $2 }' "/proc/$supervisor/status"
}
descriptors()
{
	find "/proc/$supervisor/fd" -mindepth 1 2> /dev/null | wc -l
}
# A call that is being served holds some for a moment.
no_more_descriptors()
{
	[ "$(descriptors)" -le "$had" ]
}
"$PTSANDBOX" -q -r "$RULES" sh long.sh < /dev/null &
supervisor=$!
until_true test -e after.0
had=$(descriptors) after=0
# A thread may be started that was not needed before: what is lost with each
# process is lost in each of the rounds.
for n in 1 2 3 4; do
	before=$(rss)
	: > "on.$((n - 1))"
	until_true test -e "after.$n" || break
	until_true no_more_descriptors ||
		fail "descriptors: $had, then $(descriptors)"
	after=$(rss)
	[ "$after" -ge $((before + 512)) ] || break
done
: > enough
: > "on.$n"
wait $supervisor || fail 'the long job failed'
[ "$after" -lt $((before + 512)) ] || fail "kB of memory: $before, then $after"
done_now
