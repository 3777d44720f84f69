"""Prints what a folder holds, a line for each name: type, mode, owner, links,
size, a hash of the content, where there is data, attributes, and times that
were set to be old.  Runs as a part of the job, so it tells what the job sees.

    python3 tree.py SECOND [PATTERN ...]

A time before SECOND is told.  Files whose paths match a PATTERN hold something
else each time: their sizes and contents are not told.
"""
import fnmatch
import hashlib
import os
import stat
import sys

PART = 1 << 20      # of a longer file, only both ends are read


def data(fd, size):
    """Where a file has data, as `begin-end` pairs."""
    said, at = [], 0
    while at < size:
        try:
            begin = os.lseek(fd, at, os.SEEK_DATA)
        except OSError:
            break
        at = os.lseek(fd, begin, os.SEEK_HOLE)
        said.append("%d-%d" % (begin, at))
    return ",".join(said)


def content(path, size):
    with open(path, "rb") as f:
        h = hashlib.sha256(f.read(PART))
        if size > PART:
            f.seek(max(size - PART, PART))
            h.update(f.read(PART))
        return ["size %d" % size, h.hexdigest()[:16],
                "data " + data(f.fileno(), size)]


def attributes(path):
    return ",".join(
        "%s=%s" % (n, os.getxattr(path, n, follow_symlinks=False).hex())
        for n in sorted(os.listxattr(path, follow_symlinks=False)))


def entry(path, since, patterns):
    st = os.lstat(path)
    words = [stat.filemode(st.st_mode), "%d:%d" % (st.st_uid, st.st_gid)]
    if not stat.S_ISDIR(st.st_mode):
        words.append("links %d" % st.st_nlink)
    if st.st_mtime < since:
        words.append("time %d" % st.st_mtime_ns)
    if stat.S_ISLNK(st.st_mode):
        words.append("-> " + os.readlink(path))
    try:
        if stat.S_ISREG(st.st_mode) and not any(
                fnmatch.fnmatch(path, p) for p in patterns):
            words += content(path, st.st_size)
        if stat.S_ISREG(st.st_mode) or stat.S_ISDIR(st.st_mode):
            words.append("attributes " + attributes(path))
    except OSError as e:
        words.append(e.strerror)
    return " ".join(words)


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    patterns = ["./" + p if not p.startswith("*") else p for p in sys.argv[2:]]
    lines = []
    for folder, folders, files in os.walk("."):
        if folder == ".":
            folders.remove("tmp")
        lines += [(os.path.join(folder, n)) for n in folders + files]
    for path in sorted(lines):
        print(path[2:], entry(path, int(sys.argv[1]), patterns))


main()
