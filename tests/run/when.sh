#!/bin/bash
# Rules with `when` hold where a frame of the module stands on the stack of the
# thread that makes the call, and nowhere else; what hides its stack is denied.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cat > when.yaml <<END
version: 1
files:
  - {deny: read, path: $HERE/secret, when: {python: "lib.*"}}
  - {allow: read, path: $HERE/slow, inject: {error: EIO, when: {python: lib.sub}}}
programs:
  - {deny: run, path: /usr/bin/true, when: {python: "lib.*"}}
processes:
  - {deny: signal, to: self, when: {python: "lib.*"}}
END
under()
{
	timeout 120 "$PTSANDBOX" -q -r when.yaml -r "$RULES" "$@"
}

mkdir lib
echo secret > secret
echo slow > slow
echo 'from . import sub' > lib/__init__.py
cat > lib/sub.py <<'END'
import functools
def call(f): return f()
def read(): return open("secret").read()
def steps():
    while True: yield open("secret").read()
class Made:
    def __init__(self): open("secret").read()
END
echo 'from lib import sub; print(sub.read())' > lib/__main__.py
cat > main.py <<'END'
import functools, os, subprocess, sys, threading
from lib import sub

def can(f):
    try: f()
    except OSError as e: return os.strerror(e.errno)
    return "yes"
def mine(): return open("secret").read()
def deep(n): return deep(n - 1) if n else mine()
def thread(f):
    said = []
    t = threading.Thread(target=lambda: said.append(can(f)))
    t.start(); t.join()
    return said[0]
def true(): subprocess.run(["/usr/bin/true"])

sys.setrecursionlimit(3000)
class Own:
    def __init__(self): mine()

# A thread of the library's that sits there does not make others its own.
held, done = threading.Event(), threading.Event()
def sit(): held.set(); done.wait()
sitting = threading.Thread(target=sub.call, args=(sit,))
sitting.start(); held.wait()

print("own:", can(mine))
print("class:", *{can(Own) for _ in range(40)})
print("deep:", can(lambda: deep(900)))
print("beside:", thread(mine))
print("native child:", can(lambda: subprocess.run(["cat", "secret"], check=True, stdout=-3)))
print("own run:", can(true))
print("lib:", can(sub.read))
print("generator:", can(lambda: next(sub.steps())))
print("constructor:", *{can(sub.Made) for _ in range(40)})
print("callback:", can(lambda: sub.call(mine)))
print("below C:", can(lambda: sub.call(lambda: sorted([1, 2], key=lambda x: mine()))))
print("far below:", can(lambda: sub.call(lambda: deep(900))))
print("lib's thread:", thread(sub.read))
print("lib runs:", can(lambda: sub.call(true)))
print("slow:", can(lambda: open("slow")), can(lambda: sub.call(lambda: open("slow"))))
print("signal:", can(lambda: os.kill(os.getpid(), 0)), can(lambda: sub.call(lambda: os.kill(os.getpid(), 0))))
# One line forges a frame: to its own harm.
exec(compile("def forged(f): f()", "x", "exec"), forged := {"__name__": "lib.forged"})
print("forged:", can(lambda: forged["forged"](mine)))
done.set()
END
cat > want <<'END'
own: yes
class: yes
deep: yes
beside: yes
native child: yes
own run: yes
lib: Permission denied
generator: Permission denied
constructor: Permission denied
callback: Permission denied
below C: Permission denied
far below: Permission denied
lib's thread: Permission denied
lib runs: Permission denied
slow: yes Input/output error
signal: yes Operation not permitted
forged: Permission denied
END

pythons=(/usr/bin/python3)
for python in "$PYENV"/versions/3.{8,9,10,11,12,13,14}.*/bin/python3; do
	[ -x "$python" ] && pythons+=("$python")
done
for python in "${pythons[@]}"; do
	# Where the machine stood still in the midst of a stack, once more.
	for _ in 1 2 3; do
		expect 0 under --audit a.jsonl -- "$python" main.py
		grep -q -e 'took too long' -e '"file":"?"' a.jsonl || break
	done
	diff want out.log > diff.log ||
		fail "$python: $(grep '^>' diff.log | head -n 3)"
	! grep -q 'cannot be told' a.jsonl || fail "$python: $(
		grep -o 'cannot be told[^"]*' a.jsonl | head -n 1)"
done

# The line of a denial has its stack, with the modules; so has one that was
# weighed and let go.
/usr/bin/python3 - a.jsonl <<'END' || fail "the record has no stacks"
import json, sys
stacks, kept = {}, []
for line in open(sys.argv[1]):
    e = json.loads(line)
    if e.get("event") == "stack":
        stacks[e["id"]] = [f.get("module") for f in e["frames"]]
    kept += [(e["verdict"], stacks[e["stack"]]) for o in e.get("objects", ())
        if o["path"].endswith("/secret") and "python" in e["program"]]
assert {v for v, s in kept} == {"allow", "deny"}, kept
for verdict, modules in kept:
    here = any(m and m.split(".")[0] == "lib" for m in modules)
    assert here == (verdict == "deny") or len(modules) == 64, (verdict, modules)
END

# By whichever way the module came: a program of its package, a zip archive,
# bytecode alone.
says()
{
	local want=$1
	shift
	expect 0 under -- "$@"
	grep -q "$want" out.log || fail "$*: $(cat out.log err.log)"
}
caught='
try: %s
except PermissionError: print("denied")'
expect 1 under -- /usr/bin/python3 -m lib
told PermissionError
(cd lib && /usr/bin/python3 -c 'import sys, zipfile
z = zipfile.ZipFile("../lib.zip", "w")
for n in "__init__.py", "sub.py": z.write(n, "lib/" + n)')
mkdir bare bare/lib
/usr/bin/python3 -c 'import py_compile
for n in "__init__", "sub":
    py_compile.compile("lib/%s.py" % n, "bare/lib/%s.pyc" % n, dfile="elsewhere/x")'
for from in lib.zip bare; do
	# shellcheck disable=SC2059
	says denied /usr/bin/python3 -I -c "$(printf "import sys
sys.path.insert(0, '$from')
import lib.sub
assert '$from' in lib.sub.__file__$caught" 'lib.sub.read()')"
done

# What hides its frames, or writes over them, is denied; what cannot be injected
# for sure is not.
cat > hide.py <<'END'
import ctypes, os, sys, threading
def words(at): return (ctypes.c_uint64 * 60).from_address(at)
ctypes.pythonapi.PyThreadState_Get.restype = ctypes.c_void_p
def hide(at, i, value):
    kept, at[i] = at[i], value
    try: os.close(os.open("secret", os.O_RDONLY)); said = "read"
    except PermissionError: said = "denied"
    try: os.close(os.open("slow", os.O_RDONLY)); said += " whole"
    except OSError as e: said += " %d" % e.errno
    at[i] = kept
    return said
state = words(ctypes.pythonapi.PyThreadState_Get())
minor = sys.version_info[1]
# Where the newest frame stands: up to 3.10, in 3.11 and 3.12, from 3.13 on.
at, i = ((state, 3) if minor < 11 else (state, 9) if minor > 12 else
    (words(state[7]), 12 - minor))
print("frame:", hide(at, i, 0))
print("wild:", hide(at, i, 4096))
print("thread:", hide(state, list(state).index(threading.get_ident()), 1))
END
for python in "${pythons[@]}"; do
	expect 0 under --audit h.jsonl -- "$python" hide.py
	[ "$(cat out.log)" = "frame: denied whole
wild: denied whole
thread: denied whole" ] || fail "hidden: $python $(cat out.log err.log)"
	grep -q 'stack cannot be told, so lib.\* counts as there' h.jsonl ||
		fail "it is not told why: $(grep secret h.jsonl | head -n 1)"
done

# A record is asked again by what stands in its stacks.
cat > plain.yaml <<END
version: 1
audit: {stacks: python}
END
expect 0 timeout 30 "$PTSANDBOX" -q -r plain.yaml -r "$RULES" --audit p.jsonl -- \
	/usr/bin/python3 -c 'import lib.sub; lib.sub.read(); open("secret")'
expect 1 "$PTSANDBOX" replay p.jsonl -r when.yaml -r "$RULES"
grep -q '^1 times denied what was allowed' out.log || fail "$(head -n 3 out.log)"
! grep -q "rules with 'when'" out.log || fail "$(tail -n 2 out.log)"
expect 0 timeout 30 "$PTSANDBOX" -q -r "$RULES" --audit p.jsonl -- \
	/usr/bin/python3 -c 'import lib.sub; lib.sub.read(); open("secret")'
expect 0 "$PTSANDBOX" replay p.jsonl -r when.yaml -r "$RULES"
grep -q "^2 questions are not answered: rules with 'when'" out.log ||
	fail "$(tail -n 2 out.log)"

expect 0 "$PTSANDBOX" explain -r when.yaml -r "$RULES" read secret
grep -q 'it denies this only where a frame of lib.\* stands on the Python' out.log ||
	fail "$(cat out.log)"

done_now
