#!/bin/bash
# A job that wants to write below its layer, or into the layer itself, with
# rules that allow it everything: it can do neither.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cat > layer.yaml <<END
version: 1
namespace:
  map:
    - {at: $HERE/low, from: ./low, layer: ./sub/changes}
files:
  - {allow: any, path: /}
programs:
  - {allow: run, path: /}
processes:
  - {allow: fork}
  - {allow: signal, to: job}
END
mkdir -p low/dir/in sub other
echo secret > low/f
echo two > low/g
echo in > low/dir/in/file
mkfifo low/pipe
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("low/sock")'

sum()
{
	(cd low && find . -printf '%P %y %m %u %s %n %T@ %C@ %l\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 sha256sum)
}
sum > before

cat > attack.py <<'END'
import ctypes, errno, fcntl, mmap, os, shutil, stat, sys, threading, time
here = os.getcwd()
libc = ctypes.CDLL(None, use_errno=True)
bad = []


def refused(what, call, *allowed):
    try:
        call()
    except OSError as e:
        if allowed and e.errno not in allowed:
            bad.append(f"{what}: {errno.errorcode[e.errno]}")
    else:
        bad.append(f"{what}: it worked")


def quietly(call):
    try:
        return call()
    except OSError:
        return None


# The layer itself has no name.
for name in ["sub/changes", "sub/changes/tree", "sub/changes/gone",
             "sub/changes/base", "low/../sub/changes/tree/f",
             f"/proc/self/cwd/sub/changes", f"/proc/self/root{here}/sub/changes"]:
    refused(name, lambda: os.stat(name), errno.ENOENT)
    refused(name, lambda: os.open(name, os.O_RDWR), errno.ENOENT)
refused("making", lambda: os.mkdir("sub/changes"))
refused("moving", lambda: os.rename("sub/changes", "other/c"))
refused("moving above", lambda: os.rename("sub", "other/sub"), errno.EBUSY)
refused("replacing", lambda: os.rename("other", "sub/changes"))
refused("removing above", lambda: os.rmdir("sub"))
if "changes" in os.listdir("sub"):
    bad.append("it is listed")
os.symlink(f"{here}/sub/changes/tree/f", "low/way")
refused("through a link", lambda: os.stat("low/way"), errno.ENOENT)
os.unlink("low/way")

# What lies below is read, and no descriptor of it changes it.
f = os.open("low/f", os.O_RDONLY)
d = os.open("low/dir", os.O_RDONLY)
link = lambda a, b, flags: libc.linkat(a[0], a[1], b[0], b[1], flags) and \
    (_ for _ in ()).throw(OSError(ctypes.get_errno(), "linkat"))
AT_FDCWD = -100
refused("ftruncate", lambda: os.ftruncate(f, 0))
refused("mapping", lambda: mmap.mmap(f, 4, mmap.MAP_SHARED, mmap.PROT_WRITE))
refused("a name outside", lambda: os.link("low/f", "other/f"), errno.EXDEV)
refused("a name inside", lambda: os.link("low/f", "low/f2"), errno.EXDEV)
refused("a name of a descriptor", lambda: link(
    (AT_FDCWD, b"/proc/self/fd/%d" % f), (AT_FDCWD, b"other/f"), 0x400))
refused("a name of nothing", lambda: link((f, b""), (AT_FDCWD, b"other/f"), 0x1000))
refused("moving out", lambda: os.rename("low/f", "other/f"), errno.EXDEV)
refused("moving in", lambda: os.rename("other", "low/dir/in"), errno.EXDEV)
refused("moving the folder", lambda: os.rename("low/dir", "low/dir2"), errno.EXDEV)
refused("moving it all", lambda: os.rename("low", "low2"), errno.EBUSY)
refused("flags", lambda: fcntl.ioctl(f, 0x40086602, b"\x40\0\0\0\0\0\0\0"))
os.fchmod(f, 0o600)
os.fchmod(d, 0o700)
os.utime(f, (1, 1))
os.utime(d, (1, 1))
quietly(lambda: os.setxattr(f, "user.x", b"y"))
quietly(lambda: os.fchown(f, -1, os.getgid()))
w = os.open(f"/proc/self/fd/{f}", os.O_RDWR)
os.write(w, b"changed")
w = os.open(f"/proc/self/fd/{d}/in/file", os.O_RDWR | os.O_TRUNC)
os.write(w, b"changed")
os.truncate("low/g", 1)
os.chmod("low/sock", 0o600)
os.close(os.open("low/f", os.O_RDONLY | os.O_CREAT, 0o644))
quietly(lambda: os.open("low/dir", os.O_TMPFILE | os.O_RDWR))
quietly(lambda: os.open("low", os.O_TMPFILE | os.O_RDWR))
p = os.open("low/pipe", os.O_RDWR)
os.write(p, b"x")
os.fchmod(p, 0o640)

# What is removed above it is out of reach, not free.
g = os.open("low/dir/in/file", os.O_RDONLY)
os.unlink("low/f")
os.unlink("low/pipe")
refused("an old descriptor", lambda: os.open(f"/proc/self/fd/{f}", os.O_RDWR))
quietly(lambda: os.fchmod(f, 0o777))
quietly(lambda: os.utime(f, (2, 2)))
quietly(lambda: os.fchmod(p, 0o777))
refused("its second name", lambda: link((f, b""), (AT_FDCWD, b"other/f"), 0x1000))
open("low/f", "w").write("another")
os.chmod("low/f", 0o640)
quietly(lambda: os.fchmod(f, 0o777))
if stat.S_IMODE(os.stat("low/f").st_mode) != 0o640:
    bad.append("a descriptor of an old file changed a new one")
i = os.open("low/dir/in", os.O_RDONLY)
os.chdir("low/dir/in")
shutil.rmtree(here + "/low/dir")
refused("making in what is gone", lambda: os.open("x", os.O_RDWR | os.O_CREAT), errno.ENOENT)
refused("making there by descriptor", lambda: os.mkdir("x", dir_fd=i), errno.ENOENT)
refused("where it stands", os.getcwd, errno.ENOENT)
os.chdir(here)
os.mkdir("low/dir")
if os.listdir("low/dir"):
    bad.append("a new folder is not empty")

# All of that at once.
end = time.time() + 3


def again(*calls):
    while time.time() < end:
        for call in calls:
            quietly(call)


def write(flags, **more):
    fd = os.open("g", os.O_WRONLY | flags, 0o600, dir_fd=low, **more)
    os.write(fd, b"race")
    os.close(fd)


low = os.open("low", os.O_RDONLY)
threads = [threading.Thread(target=again, args=a) for a in [
    [lambda: write(0), lambda: write(os.O_CREAT)],
    [lambda: os.unlink("low/g"), lambda: os.rename("low/h", "low/g")],
    [lambda: os.rename("g", "h", src_dir_fd=low, dst_dir_fd=low)],
    [lambda: os.chmod("low/g", 0o600), lambda: os.link("low/g", "low/k"),
     lambda: os.unlink("low/k")],
    [lambda: os.symlink("g", "low/h"), lambda: write(os.O_TRUNC)],
]]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("\n".join(bad))
sys.exit(bool(bad))
END
status=0
timeout 120 "$PTSANDBOX" --quiet -r layer.yaml -- python3 attack.py > out.log 2> err.log ||
	status=$?
[ "$status" = 0 ] || fail "status $status: $(head -c 2000 out.log; tail -n 3 err.log)"
sum | cmp -s - before || fail "below was written: $(sum | diff before - | head -n 5)"
[ -e sub/changes/tree/dir ] || fail "nothing was written above either"
[ -z "$(ls other)" ] || fail "something came out: $(ls other)"

# Names and texts from the job are shown, not obeyed.
timeout 60 "$PTSANDBOX" --quiet -r layer.yaml -- python3 -c '
open("low/\x1b[31mred\nline", "wb").write(b"\x1b[31mred\x9b\x07\n" * 3)
open("low/two", "wb").write(b"\xff\xfe text\r\n")'
expect 0 "$PTSANDBOX" layer diff sub/changes
! LC_ALL=C grep -q '[^[:print:][:space:]]' out.log || fail "raw bytes are told"
grep -qF 'A /\x1b[31mred\nline' out.log || fail "a name is not told"
expect 0 "$PTSANDBOX" layer discard sub/changes
sum | cmp -s - before || fail "discarding wrote below"
# Links and folders in each other's place: nothing is written through a link,
# and what the job did does not keep the layer from being committed.
mkdir kept
echo x > kept/x
cp -a low low.kept
ln -s ../kept low/link
mkdir low/folder
timeout 60 "$PTSANDBOX" --quiet -r layer.yaml -- python3 -c '
import os
os.unlink("low/link")
os.mkdir("low/link")
open("low/link/x", "w").write("job")
os.rmdir("low/folder")
os.symlink("'"$HERE"'/kept", "low/folder")
open("low/1\nput 0 ../kept/x\nend .".replace("/", "|"), "w").close()'
expect 0 "$PTSANDBOX" layer commit sub/changes
[ "$(cat kept/x low/link/x)" = "$(printf 'x\njob')" ] || fail "committed through a link"
[ -L low/folder ] || fail "a link was not committed"
rm -rf low
mv low.kept low
# A layer whose parts are links to elsewhere is none.
for part in tree gone work; do
	rm -rf "sub/changes/$part"
	ln -s "$HERE/kept" "sub/changes/$part"
	expect 125 "$PTSANDBOX" layer discard sub/changes
	[ -e kept/x ] || fail "discarding went through a link"
	rm "sub/changes/$part"
	mkdir "sub/changes/$part"
done
done_now
