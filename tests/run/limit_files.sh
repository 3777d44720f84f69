#!/bin/bash
# Limits on files: how many are open, how large they are, and what is written.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"
python=/usr/bin/python3

expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --open-files 20 -- $python -c '
import os, resource
print(resource.getrlimit(resource.RLIMIT_NOFILE))
try:
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
    print("raised")
except ValueError:
    pass
try:
    while True: os.dup(0)
except OSError as e:
    print(e.strerror)'
[ "$(cat out.log)" = "(20, 20)
Too many open files" ] || fail "$(cat out.log)"
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --open-files 4 -- cat /dev/null
# A lower one stays.
expect 0 sh -c "ulimit -n 15; exec '$PTSANDBOX' -q -r '$RULES' \
	--open-files 20 -- sh -c 'ulimit -n'"
[ "$(cat out.log)" = 15 ] || fail "$(cat out.log)"

expect 153 timeout 60 "$PTSANDBOX" -q -r "$RULES" --file-size 1M -- \
	sh -c 'exec yes > large'
[ "$(stat -c %s large)" = 1048576 ] || fail "$(stat -c %s large) bytes"
told '^ptsandbox: limit file-size: 1M (command line): pid [0-9]* was ended (SIGXFSZ)$'
expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --file-size 1M -- $python -c '
import os, resource
for what in (lambda: os.truncate("large", 2 << 20),
        lambda: os.posix_fallocate(os.open("large", os.O_RDWR), 0, 2 << 20),
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))):
    try:
        what()
        print("done")
    except (OSError, ValueError):
        pass'
[ ! -s out.log ] || fail "beyond the limit: $(cat out.log)"

# Written by calls and by memory maps, by one and by many that are gone since.
limited 137 written --written 4M --timeout 50s -- sh -c 'exec yes > many'
limited 137 written --written 4M --timeout 50s -- \
	sh -c 'while :; do head -c 100000 /dev/zero > one; rm one; done'
cat > map.py <<'END'
import mmap
with open("mapped", "wb+") as f:
    f.truncate(64 << 20)
    m = mmap.mmap(f.fileno(), 64 << 20)
    for at in range(0, 64 << 20, 4096):
        m[at] = 1
    m.flush()
input()
END
case $(stat -f -c %T .) in
ext2/ext3 | xfs | btrfs | f2fs)
	mkfifo never
	exec 9<> never
	limited 137 written --written 4M --timeout 50s -- \
		sh -c "exec $python map.py < never"
	# Pipes are no files.
	expect 0 timeout 60 "$PTSANDBOX" -q -r "$RULES" --written 4M -- \
		sh -c 'head -c 20M /dev/zero | cat | cat > /dev/null'
	;;
*) echo "  not tried: pipes beside files, on $(stat -f -c %T .)" ;;
esac
# In memory, where the kernel bills nobody.
mkdir -p "/dev/shm/pts-$$" && (
	trap 'rm -rf "/dev/shm/pts-$$"' EXIT
	limited 137 written --written 4M --timeout 50s --rw "/dev/shm/pts-$$" \
		-- sh -c "while :; do printf %0199d; done > /dev/shm/pts-$$/file"
	size=$(stat -c %s "/dev/shm/pts-$$/file")
	[ "$size" -ge $((4 << 20)) ] || fail "ended at $size bytes"
	exit $FAILED
) || FAILED=1

# What a layer copies is written, too, and such a copy ends.
mkdir low
head -c 40M /dev/zero > low/large
cat > layer.yaml <<END
version: 1
include: [native]
namespace:
  map:
    - {at: $HERE/low, from: ./low, layer: ./changes}
files:
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64]}
  - {allow: any, path: $HERE}
programs:
  - {allow: run, path: ["/**"]}
limits: {written: 4M}
END
expect 137 timeout 60 "$PTSANDBOX" -q -r layer.yaml -- \
	sh -c ': >> low/large; while :; do :; done'
told '^ptsandbox: limit written: 4M (layer.yaml:[0-9]*): the job was ended$'
done_now
