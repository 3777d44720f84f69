#!/bin/bash
# Random system calls under every kind of rules, and whether anything was left
# or reached that no rule allows: the supervisor ends as it should, says nothing
# of a sanitizer's, and leaves no process and no file; a folder outside keeps
# its names, bytes, modes, times and attributes; a process outside gets no
# signal, connection or datagram.
#
#   tests/fuzz/calls.sh SECONDS [SEED [MODE ...]]
#
# PTSANDBOX names the program, CALLS the job; COUNT is how many calls are made
# in one run, PARALLEL how many runs there are at once (a run is waiting half of
# its time), PTS_OPTIONS more options for ptsandbox (--threads 4).  Who is root
# runs all as an ordinary user too, half of the time, and both in a system that
# nobody misses (tests/fuzz/contained).  A seed that failed is replayed by giving
# it and its mode, with 0 seconds.
set -u
here=$(cd "$(dirname "$0")" && pwd)
PTSANDBOX=$(realpath "${PTSANDBOX:-$here/../../build/ptsandbox}")
CALLS=$(realpath "${CALLS:-$here/../../build/tests/fuzz/calls-job}")
COUNT=${COUNT:-30000}
PARALLEL=${PARALLEL:-2}
PTS_OPTIONS=${PTS_OPTIONS:-}
export LC_ALL=C.UTF-8

seconds=${1:?usage: calls.sh SECONDS [SEED [MODE ...]]}
seed=${2:-$(date +%s)}
shift $(($# < 2 ? $# : 2))
modes=("$@")
[ $# != 0 ] || modes=(strict lax space root audit stacks)

files_of()
{
	case $1 in
	strict | stacks) cat <<-END
		files:
		  - {allow: any, path: [$work/in, $work/tally]}
		  - {allow: read, path: $work/ro}
		  - {allow: [read, exec], path: [$program, /usr/bin/true]}
		programs:
		  - {allow: run, path: [$program, /usr/bin/true]}
		processes:
		  - {allow: fork}
		  - {allow: signal, to: children}
		END
		;;
	audit) cat <<-END
		default: allow
		END
		;;
	*) cat <<-END
		default: allow
		files:
		  - {deny: write, path: /job/ro}
		  - {allow: any, path: [$work/in, $work/tally$(drawn_of "$mode")]}
		  - {deny: write, path: /}
		  - {deny: read, path: $work/out/secret}
		network:
		  - {deny: any, to: ["any:*:$port", "unix:$work/out/**", "unix:@$token*"]}
		  - {deny: connect, to: ["any:*:3-65535"]}
		processes:
		  - {allow: fork}
		  - {allow: signal, to: job}
		END
		;;
	esac
}

# Names that the namespace draws: elsewhere they would be the machine's.
drawn_of()
{
	case $1 in
	space) echo ", /job, /priv" ;;
	root) echo ", /priv" ;;
	esac
}

space_of()
{
	case $1 in
	space) cat <<-END
		namespace:
		  map:
		    - {at: /job, from: $work/in}
		    - {at: /job/ro, from: $work/ro}
		    - {at: /priv, private: true}
		  hide: [$work/out/folder, /etc/shadow]
		END
		;;
	root) cat <<-END
		namespace:
		  user: root
		  map:
		    - {at: /priv, private: true}
		END
		;;
	esac
}

# What must stay as it is.
make_tree()
{
	mkdir -p "$1/folder" "$1/empty"
	echo secret > "$1/secret"
	echo file > "$1/folder/file"
	ln -s folder/file "$1/link"
	ln "$1/secret" "$1/hard"
	mkfifo "$1/fifo"
	chmod 640 "$1/folder/file"
	setfattr -n user.canary -v sings "$1/secret" 2> /dev/null || true
}

picture()
{
	(cd "$1" && find . -printf '%P|%y|%m|%U|%G|%s|%n|%T@|%C@|%l\n' | sort &&
		find . -type f -exec sha256sum {} + | sort &&
		getfattr -Rdhm - . 2> /dev/null)
}

# Processes and files of the job's.
left()
{
	grep -lsz "TMPDIR=$work/tmp" /proc/[0-9]*/environ
	find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$work/in*" \
		2> /dev/null
	find "$work/tmp" -mindepth 1
	[ "$mode" != audit ] || return
	strangers
	find "$work" -mindepth 1 -maxdepth 1 -newer "$work/before" | grep -vE \
		'/(in|tally|tmp|log|err|after|end|port|ro|out)$'
}

# Files with our name in places that everybody shares.
strangers()
{
	find /tmp /var/tmp /dev/shm /dev/mqueue /run /etc -maxdepth 2 \
		-name "*$token*" "$@" 2> /dev/null
}

nothing_left()
{
	local _
	for _ in $(seq 600); do
		[ -n "$(left)" ] || return 0
		sleep 0.1
	done
	return 1
}

bad()
{
	echo "calls: $mode seed $seed ($(id -un)): $*"
	failed=1
}

judge()
{
	local status=$1 meta
	cat "$work"/san* "$work/err" 2> /dev/null |
		grep -aE -A 24 'runtime error|Sanitizer' > "$work/reports" &&
		bad "a sanitizer's report" && head -n 40 "$work/reports"
	rm -f "$work/reports" "$work"/san*
	meta=$(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["status"])' "$work/log/meta" 2>&1)
	[ "$status" != 124 ] && [ "$status" != 137 ] && [ "$status" != 125 ] &&
		[ "$meta" = "$status" ] || [ "$status.$meta" = 137.137 ] ||
		bad "status $status, told ${meta##*$'\n'}: $(tail -n 3 "$work/err")"
	nothing_left || bad "left: $(left | head -n 5 | tr '\n' ' ')"
	# Who may connect to all may connect to it.
	[ "$mode" != audit ] || said=$(grep -v '^reached' <<< "$said")
	[ "$said" = end ] || bad "outside: ${said//$'\n'/, }"
	[ "$mode" = audit ] && [ "$(id -u)" != 0 ] || same_trees
	# Whoever reads the record can read all of it.
	[ ! -e "$work/log/audit" ] ||
		"$PTSANDBOX" report "$work/log/audit" > /dev/null 2>> "$work/err" ||
		bad "the record: $(tail -n 2 "$work/err")"
}

# The whole system, where it is one of our own.
system_picture()
{
	local open=/none
	# Nobody denies a job that is only watched what is open to all.
	[ "$mode" != audit ] ||
		open='/(var/tmp|dev/(shm|mqueue|null|zero|full|u?random|tty))'
	[ -z "${CONTAINED:-}" ] ||
		find / -regextype egrep -regex "/(proc|tmp|work|usr|etc|opt)|$open" \
			-prune -o -printf '%p|%y|%m|%U|%G|%s|%n|%T@|%C@|%l\n' | sort
}

same_trees()
{
	local tree
	system_picture > "$work/after"
	diff "$work/system.before" "$work/after" > /dev/null ||
		bad "the system: $(diff "$work/system.before" "$work/after" |
			head -n 6)"
	for tree in out ro; do
		picture "$work/$tree" > "$work/after"
		diff "$work/$tree.before" "$work/after" > /dev/null ||
			bad "changed: $(diff "$work/$tree.before" \
				"$work/after" | head -n 6)"
	done
}

one()
{
	local mode=$1 failed=0 status=0 work token port said calls options=()
	local program outside to told more
	read -ra more <<< "$PTS_OPTIONS"
	work=$(mktemp -d /tmp/pts-calls-XXXXXX)
	token=canary-${work##*-}
	chmod 755 "$work"
	mkdir "$work/in" "$work/tmp" "$work/log" "$work/out" "$work/ro"
	program=$work/ro/job
	make_tree "$work/out"
	make_tree "$work/ro"
	cp "$CALLS" "$program"
	truncate -s 4096 "$work/tally"
	mkfifo "$work/end" "$work/port"
	python3 "$here/canary.py" "$work/out" "$token" < "$work/end" \
		> "$work/port" 2>&1 &
	outside=$!
	exec {to}> "$work/end" {told}< "$work/port"
	read -r port <&"$told"
	{
		echo 'version: 1'
		[ "$mode" = audit ] || echo 'include: [native]'
		space_of "$mode"
		files_of "$mode"
		echo 'limits: {processes: 64, wall: 5m}'
	} > "$work/rules.yaml"
	case $mode in
	audit)
		options=(--audit-only --audit "$work/log/audit")
		# Nothing is denied: what is root's is kept by the kernel.
		if [ "$(id -u)" = 0 ]; then
			options+=(--user nobody)
			chown -R nobody "$work/in" "$work/tally" \
				"$work/log" "$work/tmp"
		fi
		;;
	stacks) options=(--stacks both --audit "$work/log/audit") ;;
	esac
	picture "$work/out" > "$work/out.before"
	picture "$work/ro" > "$work/ro.before"
	system_picture > "$work/system.before"
	touch "$work/before"
	(cd "$work/in" && exec env -u XDG_RUNTIME_DIR TMPDIR="$work/tmp" \
		ASAN_OPTIONS=log_path="$work/san" \
		UBSAN_OPTIONS=print_stacktrace=1:log_path="$work/san" \
		timeout -k 5 240 "$PTSANDBOX" -q -r "$work/rules.yaml" \
		--meta "$work/log/meta" "${options[@]}" "${more[@]}" -- \
		"$program" "$seed" "$COUNT" "$work/tally" "$work/out" \
		"$work/ro" "$outside" "$port" "$token") > /dev/null 2> "$work/err" < /dev/null ||
		status=$?
	exec {to}>&-
	said=$(cat <&"$told")
	exec {told}<&-
	wait "$outside"
	judge "$status"
	calls=$(od -An -tu8 -N8 "$work/tally")
	echo "$mode $seed $((calls)) $status" >> "$counts"
	[ "$mode" != audit ] || strangers -delete
	if [ $failed = 0 ]; then
		chmod -R u+rwx "$work"
		rm -rf "$work"
	else
		echo failed >> "$counts"
	fi
}

# Root: the same again, contained, and as an ordinary user.
if [ "$(id -u)" = 0 ] && [ -z "${CONTAINED:-}" ]; then
	copy=$(mktemp -d /tmp/pts-calls-XXXXXX)
	cp "$PTSANDBOX" "$copy/ptsandbox"
	cp "$CALLS" "$copy/calls-job"
	cp "$here/calls.sh" "$here/canary.py" "$here/contained" "$copy"
	chmod -R go+rX "$copy"
	all=0
	for user in "setpriv --reuid=65534 --regid=65534 --clear-groups" ""; do
		# shellcheck disable=SC2086 # words of a command, or none
		PTSANDBOX=/work/ptsandbox CALLS=/work/calls-job COUNT=$COUNT \
			PARALLEL=$PARALLEL PTS_OPTIONS=$PTS_OPTIONS \
			"$copy/contained" "$copy" $user bash /work/calls.sh \
			$((seconds / 2)) "$seed" "${modes[@]}"
		status=$?
		[ $status != 77 ] || echo "calls: skipped: not root enough here"
		[ $status = 0 ] || [ $status = 77 ] || all=1
		rmdir "$copy/root" 2> /dev/null
	done
	rm -rf "$copy"
	exit $all
fi

all=0
counts=$(mktemp /tmp/pts-calls-XXXXXX)
end=$((SECONDS + seconds))
first=$seed
while [ "$seed" = "$first" ] || [ $SECONDS -lt $end ]; do
	for mode in "${modes[@]}"; do
		[ "$seed" != "$first" ] && [ $SECONDS -ge $end ] && continue
		# It denies nothing: not where somebody could miss something.
		[ "$mode" = audit ] && [ -z "${CONTAINED:-}" ] && continue
		# What it may write elsewhere, the other modes may not.
		if [ "$mode" = audit ]; then
			wait
			one "$mode"
			continue
		fi
		while [ "$(jobs -rp | wc -l)" -ge "$PARALLEL" ]; do
			wait -n
		done
		one "$mode" &
	done
	seed=$((seed + 1))
done
wait
awk -v who="$(id -un)" '
$1 == "failed" { bad++; next }
{ runs++; calls += $3; if (first == "") first = $2; last = $2 }
END { printf "calls: %s: %d calls in %d runs, seeds %s to %s, %d failed\n",
	who, calls, runs, first, last, bad }' "$counts"
! grep -q failed "$counts" || all=1
rm -f "$counts"
exit $all
