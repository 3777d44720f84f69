#!/bin/bash
# Folders in a namespace list what the job sees: merged and filtered, in every
# way that they can be read.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

NAMES=100000
mkdir area plain shown big few from from/inner
touch plain/a plain/b shown/x shown/y shown/secret shown/old from/file
ln -s file from/link
seq -f %05.0f "$NAMES" | (cd big && xargs touch)
seq -f %05.0f 500 | (cd few && xargs touch)
SHM=$(mktemp -d /dev/shm/pts-XXXXXX)
trap 'rm -rf "$SHM"' EXIT
export XDG_RUNTIME_DIR=$HERE/area
seq -f %05.0f 3000 | (cd "$SHM" && xargs touch)

cat > "$RULES" <<END
version: 1
include: [python3, native]
namespace:
  map:
    - {at: $HERE/shown/old, from: $HERE/from}
    - {at: $HERE/shown/alone, from: $HERE/from/file}
    - {at: $HERE/shown/fresh, private: true}
    - {at: $HERE/nowhere/deep/from, from: $HERE/from}
    - {at: $HERE/big/00003, from: $HERE/from}
    - {at: $HERE/few/private, private: true}
    - {at: $SHM/mapped, from: $HERE/from}
  hide: [$HERE/shown/secret, $HERE/big/00004, $HERE/few/00005, $SHM/00006]
files:
  - {allow: any, path: [$HERE, $SHM]}
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /opt, /etc, /proc, /tmp, $GUESTS, $PYENV]}
  - {allow: any, path: [/dev/null, /dev/tty]}
  - {deny: any, path: /}
programs:
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
  - {allow: signal, to: job}
END

# shows WANTED COMMAND...: the words that the job prints, sorted.
shows()
{
	local want=$1 got
	shift
	got=$(job "$@" 2> err.log | sort | tr '\n' ' ')
	[ "$got" = "$want " ] || fail "$*: $got, not $want ($(tail -n 1 err.log))"
}

# says PATTERN COMMAND...
says()
{
	local want=$1 got
	shift
	got=$(job "$@" 2> err.log)
	grep -qx -- "$want" <<< "$got" ||
		fail "$*: $got, not $want ($(tail -n 1 err.log))"
}

shows 'alone fresh old x y' ls shown
shows 'file inner link' ls shown/old
shows 'deep' ls nowhere
shows 'from' ls nowhere/deep
shows '. .. from' ls -a nowhere/deep
shows 'a b' ls plain
[ "$(find shown -mindepth 1 | sort | tr '\n' ' ')" = \
	"shown/old shown/secret shown/x shown/y " ] || fail "the host's folder changed"
[ ! -e nowhere ] || fail "a stand-in is on the disk"
got=$(job sh -c "echo there; ls -A $XDG_RUNTIME_DIR")
[ "$got" = there ] || fail "the run's own folder is told: $got"

# What is told of a name is what stat(2) says, by both calls.
says "getdents64 old 4 same" "$GUESTS/listing" names shown
says "getdents64 alone 8 same" "$GUESTS/listing" names shown
says "getdents fresh 4 same" "$GUESTS/listing" names shown
job "$GUESTS/listing" names shown > names.log
! grep -q 'other$\|secret' names.log || fail "other numbers: $(cat names.log)"
[ "$(wc -l < names.log)" = 14 ] || fail "$(wc -l < names.log) names by two calls"

# Tiny buffers and every position; names that change in the midst.
says "$((NAMES + 1)) names" "$GUESTS/listing" walk big 200
says "$((NAMES + 1)) names" "$GUESTS/listing" walk big 32768
says "$((NAMES + 1)) names, then $NAMES" "$GUESTS/listing" rename big 200
says "3002 names" "$GUESTS/listing" walk "$SHM" 100
says "3002 names, then 3001" "$GUESTS/listing" rename "$SHM" 300
says "502 names" "$GUESTS/listing" walk few 100
says "[0-9]* names" "$GUESTS/listing" walk /proc 200

# Wrong calls end as without us.
same "$GUESTS/listing" errors few few/00001
same "$GUESTS/listing" errors plain plain/a
same "$GUESTS/listing" errors /proc /proc/stat

# Whoever reads at once, and whatever is swapped under them.
says "never seen" "$GUESTS/listing" race shown plain secret
says "never seen" "$GUESTS/listing" race plain shown secret
says "never seen" "$GUESTS/listing" race few shown secret 00005
says "never seen" "$GUESTS/listing" share shown plain secret
says "never seen" "$GUESTS/listing" share few shown secret 00005

# Folders that list as on the host do so with threads, too.
same python3 -c '
import os, threading
on = threading.Event()
first = os.listdir("/usr/share")
walk = os.scandir("/usr/share")
got = [next(walk).name for i in range(20)]
t = threading.Thread(target=on.wait)
t.start()
print(first == os.listdir("/usr/share"), first == got + [e.name for e in walk])
on.set()'
same python3 -c '
import os
print(len(list(os.walk("/usr/share/doc"))))
print(sorted(os.listdir("/proc/self")))'

# No processes but the job's.
job sh -c 'sleep 100 & ls /proc; echo; echo $$; echo $!; kill $!' > proc.log
sed '1,/^$/d' proc.log > pids.log
while read -r pid; do
	sed '/^$/,$d' proc.log | grep -qx "$pid" || fail "not in /proc: $pid"
done < pids.log
got=$(sed '/^$/,$d' proc.log | grep -c '^[0-9]*$')
[ "$got" = 3 ] || fail "$got processes in /proc"
grep -qx self proc.log || fail "no self in /proc"
done_now
