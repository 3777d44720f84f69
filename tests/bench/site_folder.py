"""The folder that is measured in: what is read, built, cloned and installed."""
import os
import shutil
import subprocess
import zipfile

import ways

FILES = 1500
LINES = 100
LINE = "1.5,2.25,3.125,4.0625\n"
SOURCES = 12
TRACKED = 300

SOURCE = """#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int part%(n)d(int x);
int part%(n)d(int x)
{
%(body)s
	return x;
}
"""
MAKEFILE = """OBJ := $(patsubst %.c,%.o,$(wildcard *.c))
all: $(OBJ)
%.o: %.c
	gcc -O1 -c -o $@ $<
clean:
	rm -f *.o
"""


def write(path, text):
    """Makes a file, and the folders above it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def make_files(top):
    """Many small files, a folder of empty ones, and one that is forbidden."""
    for i in range(FILES):
        write("%s/f%d" % (top, i), LINE * LINES)
    for i in range(200):
        write("%s/plain/name%d" % (top, i), "")
    write(top + "/forbidden/x", "secret\n")


def make_sources(top):
    """A small C program."""
    for n in range(SOURCES):
        body = "\n".join("\tx = x * %d + (int)strlen(\"%d\");" % (i + 3, i)
                         for i in range(60))
        write("%s/build/part%d.c" % (top, n), SOURCE % {"n": n, "body": body})
    write(top + "/build/Makefile", MAKEFILE)


def make_repository(top):
    """A git repository with some hundred files."""
    if shutil.which("git") is None:
        return
    for i in range(TRACKED):
        write("%s/origin/d%d/f%d.txt" % (top, i % 20, i), LINE * 20)
    write(top + "/gitconfig", "[user]\n\tname = b\n\temail = b@localhost\n"
          "[safe]\n\tdirectory = *\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "all"]):
        subprocess.run(["git", "-C", top + "/origin"] + words, check=True,
                       env=ways.environment(top))


def make_wheel(top):
    """A package of pure Python with a hundred modules."""
    name = top + "/bench_wheel-1.0-py3-none-any.whl"
    info = "bench_wheel-1.0.dist-info/"
    files = {"bench_wheel/m%d.py" % i: "x = %d\n" % i for i in range(100)}
    files["bench_wheel/__init__.py"] = ""
    files[info + "METADATA"] = ("Metadata-Version: 2.1\nName: bench-wheel\n"
                                "Version: 1.0\n")
    files[info + "WHEEL"] = ("Wheel-Version: 1.0\nGenerator: bench\n"
                             "Root-Is-Purelib: true\nTag: py3-none-any\n")
    files[info + "RECORD"] = "".join(
        "%s,,\n" % path for path in list(files) + [info + "RECORD"])
    with zipfile.ZipFile(name, "w") as z:
        for path, text in files.items():
            z.writestr(path, text)
    return name


def plain_rules(top, count):
    """`count` rules that name files, none of them one that is looked at."""
    return ["  - {allow: read, path: %s/rules/%d/data/%d}\n" % (
        top, i % 97, i) for i in range(count)]


def wild_rules(top, count):
    """The same with wildcards: at the end, in the middle, and at the front."""
    shapes = ("%s/rules/u%d/**", "%s/*/u%d/data", "%s/**/*.e%d")
    return ["  - {allow: read, path: \"%s\"}\n" % (
        shapes[i % 3] % (top, i)) for i in range(count)]


def make_rules(top, base, name, rules):
    """A rules file with these before what the base allows."""
    mark = "files:\n"
    head, tail = base.split(mark)
    path = "%s/%s.yaml" % (top, name)
    write(path, head + mark + "".join(rules) + tail)
    return path


def make(top):
    """Everything."""
    make_files(top)
    make_sources(top)
    make_repository(top)
    make_wheel(top)
