#!/bin/bash
# A root file system with a loader of its own: programs, scripts and static
# programs run on what is inside it; a program whose headers lie, or whose
# loader is another one a moment later, harms only itself.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"
command -v ldd > /dev/null || skip "no ldd to find libraries with"

# bring PROGRAM...: copies programs and what they load into the root.
bring()
{
	local file lib
	for file in "$@"; do
		cp "$(readlink -f "$(type -P "$file")")" "tree/bin/$file"
		while read -r lib; do
			mkdir -p "tree${lib%/*}"
			cp -n "$(readlink -f "$lib")" "tree$lib"
		done < <(ldd "tree/bin/$file" | grep -o '/[^ ]*')
	done
}

mkdir -p tree/bin tree/tmp tree/etc tree/work
bring bash cat ls readlink env true seq tr ln
ln -s bash tree/bin/sh
echo inside > tree/etc/os-release
mkdir tree/secret
printf '#!/bin/sh\necho "$0 $# $1"; cat /proc/$$/comm; readlink /proc/$$/exe\n' \
	> tree/bin/script
printf '#!/bin/bash\necho $# "${!#}" "$0"\n' > tree/bin/many
chmod 755 tree/bin/*

# rooted COMMAND...
rooted()
{
	timeout 120 "$PTSANDBOX" --quiet --root ./tree -- "$@"
}

# says TEXT COMMAND...: the job prints this.
says()
{
	local want=$1 got
	shift
	got=$(rooted "$@" 2> err.log < /dev/null) || true
	[ "$got" = "$want" ] ||
		fail "'$got', not '$want': $* ($(head -n 1 err.log))"
}

says inside cat /etc/os-release
says inside /bin/sh -c 'cat < /etc/os-release'
says /bin/readlink /bin/readlink /proc/self/exe
says "/bin/script 2 a
script
/bin/bash" script a b
says "./script 1 a
script
/bin/bash" sh -c "cd bin && ./script a"
says "$(printf '%s\n' bin etc secret tmp work)" \
	sh -c 'for f in /*; do case $f in /bin | /etc | /secret | /tmp | /work)
	echo ${f#/} ;; esac; done'
says '/bin/env' sh -c 'LD_SHOW_AUXV=1 /bin/env |
	while read -r key value; do [ $key != AT_EXECFN: ] || echo $value; done'
says 'found /etc/os-release' sh -c '[ -e /etc/os-release ] &&
	[ ! -e /usr/bin/gcc ] && echo found /etc/os-release'
for n in 2000 50000; do
	says "$n $n /bin/many" bash -c "many \$(seq $n)"
done
# The program that the link leads to is itself, not its loader.
says same bash -c '[ /proc/self/exe -ef /bin/bash ] && echo same'
says again bash -c 'exec /proc/self/exe -c "echo again"'
if command -v busybox > /dev/null && ! ldd "$(command -v busybox)" \
	> /dev/null 2>&1; then
	cp "$(command -v busybox)" tree/bin/busybox
	says "a b" busybox echo a b
	says busybox busybox cat /proc/self/comm
fi

# A profile with a root of its own: its programs load what is in there.
cat > inner.yaml <<END
version: 1
include: [native]
files:
  - {allow: [read, exec], path: [./tree, /usr, /bin, /lib, /lib64, /etc]}
programs:
  - {allow: run, path: ./tree/bin, profile: inner}
  - {allow: run, path: ["/**"]}
processes: [{allow: fork}]
profiles:
  inner:
    namespace:
      root: ./tree
      map: [{at: /proc, from: /proc}]
      cwd: /etc
    files: [{allow: any, path: /}]
    programs: [{allow: run, path: [/bin/bash, /bin/cat, /bin/readlink]}]
    processes: [{allow: fork}]
END
inner()
{
	timeout 120 "$PTSANDBOX" --quiet -r inner.yaml -- sh -c "$1" 2> err.log
}
[ "$(inner "tree/bin/cat os-release; tree/bin/readlink /proc/self/exe")" = \
	"inside
/bin/readlink" ] || fail "a root of its own ($(tail -n 1 err.log))"
[ "$(inner "tree/bin/script a")" = "/bin/script 1 a
script
/bin/bash" ] || fail "a script with a root of its own ($(tail -n 1 err.log))"
LOADER=$(ldd tree/bin/true | grep -o '/[^ ]*/ld-[^ ]*')
mv "tree$LOADER" tree/aside
expect 127 inner "tree/bin/cat os-release" # though the host has one
mv tree/aside "tree$LOADER"

command -v python3 > /dev/null || done_now

# Programs that lie: each fails or is killed by itself, and the next one runs.
cat > spoil.py <<'END'
import os
import struct
import sys

good = open(sys.argv[1], "rb").read()
phoff, = struct.unpack_from("<Q", good, 32)
phnum, = struct.unpack_from("<H", good, 56)
LOAD, INTERP, STACK = 1, 3, 0x6474e551
M64 = (1 << 64) - 1


def headers(data):
    return [list(struct.unpack_from("<IIQQQQQQ", data, phoff + 56 * i))
            for i in range(phnum)]


def write(name, data, all_headers, at=None):
    data = bytearray(data)
    if at is None:
        at = phoff
    else:
        at = len(data)
        data += bytes(56 * len(all_headers))
        struct.pack_into("<Q", data, 32, at)
        struct.pack_into("<H", data, 56, len(all_headers))
    for i, h in enumerate(all_headers):
        struct.pack_into("<IIQQQQQQ", data, at + 56 * i,
                         *(v & (M64 if j > 1 else 0xffffffff)
                           for j, v in enumerate(h)))
    path = os.path.join(sys.argv[2], name)
    with open(path, "wb") as f:
        f.write(data)
    os.chmod(path, 0o755)


# Fields: type, flags, offset, vaddr, paddr, filesz, memsz, align.
VALUES = [0, 1, 0xfff, 0x1000, 1 << 31, (1 << 46), (1 << 47) - 0x1000, 1 << 47,
          1 << 63, M64, M64 - 0xfff]
loads = [i for i, h in enumerate(headers(good)) if h[0] == LOAD]
for which in (loads[0], loads[-1]):
    for field in (2, 3, 5, 6, 7):
        for n, value in enumerate(VALUES):
            h = headers(good)
            h[which][field] = value
            write("bad-%d-%d-%d" % (which, field, n), good, h)
h = headers(good)
write("bad-many", good, h + [h[loads[-1]]] * 1100, "end")
write("bad-overlap", good, h + [[LOAD, 7, 0, 0, 0, 0x1000, 1 << 40, 0x1000]],
      "end")
write("bad-stack", good, [x if x[0] != STACK else [STACK, 7] + x[2:]
                          for x in h])
fixed = bytearray(good)
struct.pack_into("<H", fixed, 16, 2)
write("bad-fixed", fixed, h)
low = [x if x[0] != LOAD else x[:3] + [x[3] + (0x2a << 40)] + x[4:] for x in h]
write("bad-region", fixed, low)
for n in (64, 200, len(good) // 2):
    path = os.path.join(sys.argv[2], "bad-short-%d" % n)
    with open(path, "wb") as f:
        f.write(good[:n])
    os.chmod(path, 0o755)

# A loader of the job's own choice, by a name of its own.
interp, = [x for x in h if x[0] == INTERP]
own = bytearray(good)
own[interp[2]:interp[2] + interp[5]] = b"/work/ld".ljust(interp[5], b"\0")
write("own", own, h)
# A program without a loader that ends with 42.
code = b"\xbf\x2a\0\0\0\xb8\x3c\0\0\0\x0f\x05"
head = b"\x7fELF\2\1\1" + bytes(9) + struct.pack(
    "<HHIQQQIHHHHHH", 3, 62, 1, 120, 64, 0, 0, 64, 56, 1, 0, 0, 0)
with open(os.path.join(sys.argv[3], "ld"), "wb") as f:
    f.write(head + struct.pack("<IIQQQQQQ", LOAD, 5, 0, 0, 0, 132, 132, 0x1000)
            + code)
os.chmod(os.path.join(sys.argv[3], "ld"), 0o755)
END
python3 spoil.py tree/bin/true tree/work tree/secret || fail "cannot spoil"
for options in "" --no-mseal; do
	# shellcheck disable=SC2086
	got=$(timeout 300 "$PTSANDBOX" $options --quiet --root ./tree -- \
		bash -c 'n=0; for f in /work/bad-*; do "$f"; n=$((n + 1)); done
		/bin/true && echo "all $n"' 2> err.log)
	[ "$got" = "all $(find tree/work -name 'bad-*' | wc -l)" ] ||
		fail "'$got' $options: $(tail -n 1 err.log)"
done

# The name of the loader leads elsewhere from one moment to the next: what was
# judged is what loads, and the loader in /secret never does.
cat > "$RULES" <<END
version: 1
files:
  - {deny: any, path: /secret}
  - {allow: any, path: /}
programs: [{allow: run, path: /}]
processes: [{allow: fork}, {allow: signal, to: job}]
namespace: {root: ./tree}
END
got=$(timeout 300 "$PTSANDBOX" --quiet -r "$RULES" -- bash -c '
	( while :; do ln -sfn '"$LOADER"' /work/ld; ln -sfn /secret/ld /work/ld
	done ) & flip=$!
	won=0 ran=0 other=0
	for i in {1..300}; do
		/work/own
		case $? in
		0) ran=$((ran + 1)) ;;
		42) won=$((won + 1)) ;;
		*) other=$((other + 1)) ;;
		esac
	done
	kill $flip
	echo $won $((ran > 0)) $((other > 0))' 2> err.log)
[ "$got" = "0 1 1" ] || fail "won, ran, other: $got ($(tail -n 1 err.log))"
done_now
