#!/bin/bash
# Texts of /proc tell no name of the host that the job does not see.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir from mask "from/a b"
echo text > from/file
echo text > "from/a b/file"
echo text > mask/file
cat > "$RULES" <<END
version: 1
include: [python3, native]
namespace:
  map:
    - {at: /srv/data, from: $HERE/from}
    - {at: "/srv/my data", from: "$HERE/from/a b"}
    - {at: $HERE/mask, private: true}
  hide: [$HERE/hidden]
files:
  - {deny: write, path: /srv/data}
  - {allow: any, path: [$HERE, /srv]}
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /opt, /etc, /proc, $PYENV]}
  - {allow: any, path: [/dev/null, /dev/tty]}
programs:
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
  - {allow: signal, to: job}
END

cat > look.py <<'END'
import mmap, os, sys, threading

kept = []
for name in ["/srv/data/file", "/srv/my data/file", 0]:
    with open(name, "rb") as f:
        kept.append(mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ))
me = f"/proc/{os.getpid()}"
for name in ["maps", "smaps", "numa_maps", "mountinfo", "mounts",
             "mountstats", "smaps_rollup"]:
    for path in [f"/proc/self/{name}", f"{me}/{name}",
                 f"{me}/task/{os.getpid()}/{name}", f"/proc/thread-self/{name}"]:
        # Not all of them exist for a thread, or on every kernel.
        if not os.path.exists(path):
            continue
        with open(path) as f:
            text = f.read()
        print(f"{name}: {text}")
with open("/proc/mounts") as f:
    print("mounts: " + f.read())
fd = os.open("/proc/self/maps", os.O_PATH)
with open(f"/proc/self/fd/{fd}") as f:
    print("maps: " + f.read())
for link in os.listdir("/proc/self/map_files"):
    print("link: " + os.readlink("/proc/self/map_files/" + link))
for flags in [os.O_RDWR, os.O_WRONLY, os.O_RDONLY | os.O_DIRECTORY]:
    try:
        os.open("/proc/self/maps", flags)
        print("opened")
    except OSError as e:
        print("refused:", e.strerror)
END

job python3 look.py < mask/file > seen.log 2> err.log || fail "$(tail -n 1 err.log)"
! grep -n -e "$HERE/from" -e "$HERE/hidden" -e "$HERE/mask/file" seen.log ||
	fail "a name of the host"
grep -q ' /srv/data/file$' seen.log || fail "no name of what is mapped"
grep -q ' /srv/my data/file$' seen.log || fail "no name with a space"
grep -q ' (unreachable)$' seen.log || fail "what is not seen has a name"
grep -q ' / /srv/data ro,' seen.log || fail "no map in mountinfo"
grep -q ' / /srv/my\\040data rw,' seen.log || fail "no map with a space"
grep -q " / $HERE/mask rw," seen.log || fail "no private folder in mountinfo"
grep -q ' / / .* - [^ ]* ' seen.log || fail "no root in mountinfo"
grep -q ' /proc proc rw,' seen.log || fail "no /proc in mounts"
grep -q '^link: /srv/data/file' seen.log || fail "no link of map_files"
[ "$(grep -c '^refused: Permission denied' seen.log)" = 2 ] ||
	fail "a writable copy: $(grep -e ^refused -e ^opened seen.log)"
grep -q '^refused: Not a directory' seen.log || fail "a folder of it"
[ "$(grep -c '^maps: ' seen.log)" -ge 5 ] || fail "not all were read"

# What reads them goes on as ever, and the copy is nobody's to change.
[ "$(job sh -c 'cat /proc/$$/maps | grep -c "\[stack\]"')" = 1 ] ||
	fail "no stack in maps"
job python3 -c '
import os
fd = os.open("/proc/self/maps", os.O_RDONLY)
try:
    os.write(os.open(f"/proc/self/fd/{fd}", os.O_RDWR), b"x")
    print("written")
except OSError:
    pass
os.lseek(fd, 0, os.SEEK_SET)
print(len(os.read(fd, 100)))' > got.log
[ "$(cat got.log)" = 100 ] || fail "the copy: $(cat got.log)"
done_now
