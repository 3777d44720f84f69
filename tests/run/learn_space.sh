#!/bin/bash
# learn -r: what a job needs besides rules that stand already, a namespace with
# them, is written behind them, and lets the same run pass.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

PY=/usr/bin/python3

# learn BASE TO COMMAND...: learns into TO, and runs under it again.
learn()
{
	expect 0 timeout 300 "$PTSANDBOX" learn -r "$1" -o "$2" --verify -- \
		"${@:3}"
	told 'learn: verified: exit status 0, nothing was denied'
}

# denies RULES CODE: under the rules this Python fails with EACCES or ENOENT.
denies()
{
	expect 1 timeout 30 "$PTSANDBOX" -q -r "$1" -- $PY -c "$2"
	grep -qE 'Permission denied|No such file' err.log || fail "$(cat err.log)"
}

# A world of its own, with nothing but its namespace.
mkdir -p in/deep results keep
echo 1 > in/data.txt
echo 2 > in/deep/other.txt
echo words > keep/one
cat > space.yaml <<END
# My world.
version: 1
namespace:
  map:
    - {at: /pts-world/input, from: ./in}   # what it reads
    - {at: /pts-world/results, from: ./results}
    - {at: /pts-world/fresh, private: true}
  hide: ["$HERE/keep"]
  cwd: /pts-world
END
cat > in/job.py <<'END'
import os
print(sorted(os.listdir("/pts-world")), sorted(os.listdir("input")), open("input/data.txt").read())
open("fresh/x", "w").write("x")
open("results/made", "w").write(str(os.listdir("fresh")))
END
learn space.yaml learned.yaml $PY input/job.py
grep -q 'input.*1$' out.log || grep -q "'input', 'results'" out.log ||
	fail "$(cat out.log)"
for line in '^# My world.$' '^include: \[python3\]$' '# what it reads$' \
	'{allow: read, path: /pts-world, below: false}' \
	'{allow: read, path: /pts-world/input, below: false}' \
	'{allow: read, path: /pts-world/input/data.txt}' 'cwd: /pts-world$'; do
	grep -q -- "$line" learned.yaml || fail "not there: $line"
done
! grep -qE "$HERE/(in|results)" learned.yaml || fail "names of the host"
denies learned.yaml 'open("/etc/shadow")'
denies learned.yaml 'open("input/deep/other.txt")'
denies learned.yaml "open('$HERE/keep/one')"
denies learned.yaml "open('$HERE/in/data.txt')"
# The same from a record.
rm results/made
"$PTSANDBOX" -q --audit-only --audit r.jsonl --stacks python -r space.yaml -- \
	$PY input/job.py > /dev/null < /dev/null
expect 0 "$PTSANDBOX" learn -r space.yaml -o recorded.yaml --from r.jsonl
cmp -s <(sed 's/  # .*//' learned.yaml) <(sed 's/  # .*//' recorded.yaml) ||
	fail "another from the record: $(diff learned.yaml recorded.yaml)"

# Rules stay, with their order, comments and columns; what they allow is not said
# again, and what they forbid stays forbidden.
cat > base.yaml <<END
version: 1
include: [python3]
files:
    - {deny: read, path: ./keep}   # never
    - allow: read
      path: [./in,
             /var/empty]

# The end.
network: []
END
cat > more.py <<'END'
import os
open("in/data.txt"); open("results/new", "w")
try: open("keep/one")
except OSError as e: print(e.errno)
if os.fork() == 0: os._exit(0)
os.wait()
END
expect 0 "$PTSANDBOX" learn -r base.yaml -o more.yaml -- $PY more.py
told 'learn: 1 calls did what rules of base.yaml forbid: these rules stay'
[ "$(sed -n '4p;8p' more.yaml)" = "    - {deny: read, path: ./keep}   # never
    # the job's own folder" ] || fail "$(cat more.yaml)"
grep -q '^    - {allow: .*write.*path: ./results/new}' more.yaml ||
	grep -q '^    - {allow: .*path: ./results/new}' more.yaml ||
	fail "not added: $(cat more.yaml)"
! grep -q 'path: ./in/data.txt' more.yaml || fail "said again"
grep -q '^# The end.$' more.yaml || fail "a comment is lost"
expect 0 timeout 30 "$PTSANDBOX" -q -r more.yaml -- $PY more.py
[ "$(cat out.log)" = 13 ] || fail "it may read what is forbidden"
expect 1 timeout 120 "$PTSANDBOX" learn --force -r base.yaml -o more.yaml \
	--verify -- $PY more.py
told 'the rules do not let the run pass'

# Programs under a profile are its business.
cat > profile.yaml <<END
version: 1
include: [native]
files:
  - {allow: [read, exec], path: ./}
programs:
  - {allow: run, path: /usr/bin/cat, profile: narrow}
profiles:
  narrow: {include: native}
END
expect 0 "$PTSANDBOX" learn -r profile.yaml -o narrow.yaml -- /usr/bin/cat in/data.txt
told 'learn: [0-9]* calls of programs under a profile did what it does not allow'
! grep -q 'path: ./in/data.txt' narrow.yaml || fail "the profile's need is learned"

# What is written into a layer is learned as it looks.
mkdir project
echo a > project/a
sed "s|\${CWD}|$HERE|; s|\${CWD}|$HERE|" "$EXAMPLES/layer.yaml" > layer.yaml
learn layer.yaml layered.yaml /bin/sh -c 'cat a > b; ls; cat /etc/hosts'
[ ! -e project/b ] || fail "written through the layer"
expect 0 "$PTSANDBOX" layer diff changes
grep -q b out.log || fail "the layer: $(cat out.log)"

# Another system's folder as the root.
mkdir -p root/bin root/etc root/work
echo x > root/etc/conf
cat > tool.c <<'END'
#include <dirent.h>
#include <stdio.h>
int main(void)
{
	return fopen("/etc/conf", "r") && opendir("/work") &&
	    fopen("/work/out", "w") ? 0 : 1;
}
END
if cc -static -o root/bin/tool tool.c 2> /dev/null; then
	printf 'version: 1\nnamespace: {root: ./root, cwd: /work}\n' > root.yaml
	learn root.yaml rooted.yaml /bin/tool
	grep -q '{allow: read, path: /work, below: false}' rooted.yaml ||
		fail "the root: $(cat rooted.yaml)"
	! grep -q "$HERE" rooted.yaml || fail "names of the host in the root"
fi

# What cannot be is said in a line, and nothing is run.
refused()
{
	expect 125 "$PTSANDBOX" learn "$@" -- sh -c ': > ran'
	one_line
	[ ! -e ran ] || fail "it was run"
}
mkdir elsewhere
refused -r base.yaml -o elsewhere/x.yaml
told 'must go into the folder of the rules of -r'
refused -r base.yaml --narrow base.yaml -o x.yaml
refused -r none.yaml -o x.yaml
echo 'files: [' > bad.yaml
refused -r bad.yaml -o x.yaml
echo '{version: 1, files: [{allow: read, path: /x}]}' > flow.yaml
expect 125 "$PTSANDBOX" learn -r flow.yaml -o x.yaml -- true
told 'a line of its own'
[ ! -e x.yaml ] || fail "written all the same"
done_now
