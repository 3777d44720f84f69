#!/bin/bash
# What is learned from a run lets the same run pass, and nothing that it did not
# do.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

PY=/usr/bin/python3
mkdir -p rules

# learn NAME COMMAND...: learns into rules/NAME.yaml, and runs under it again.
learn()
{
	expect 0 timeout 300 "$PTSANDBOX" learn -o "rules/$1.yaml" --verify -- \
		"${@:2}"
	told 'learn: verified: exit status 0, nothing was denied'
	! grep -q '/etc/shadow' "rules/$1.yaml" || fail "$1 allows /etc/shadow"
}

# keeps_secret NAME: under the rules a command of /usr/bin reads no password
# hashes.
keeps_secret()
{
	! timeout 30 "$PTSANDBOX" -q -r "rules/$1.yaml" -- \
		$PY -c 'open("/etc/shadow")' > out.log 2> err.log ||
		fail "$1 lets /etc/shadow be read"
	grep -q "Permission denied: '/etc/shadow'" err.log ||
		fail "$1: $(tail -n 1 err.log)"
}

# A script that writes, makes temporary files, runs a program and connects.
mkdir script
cat > script/job.py <<'END'
import os, socket, sqlite3, subprocess, tempfile
os.chdir(os.path.dirname(os.path.abspath(__file__)))
open("data.txt").read()
os.makedirs("out", exist_ok=True)
for i in range(3):
    open("out/%d" % i, "w").write("x")
with tempfile.TemporaryDirectory() as d:
    open(d + "/a", "w").write("1")
with tempfile.NamedTemporaryFile(dir=".") as t:
    t.write(b"1")
subprocess.run(["/bin/ls", "out"], stdout=subprocess.DEVNULL, check=True)
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
socket.create_connection(s.getsockname()).close()
db = sqlite3.connect("x.db")
db.execute("create table if not exists t(a)")
db.execute("insert into t values (1)")
db.commit()
len(os.listdir("/etc"))
END
echo 1 > script/data.txt
learn script $PY script/job.py
keeps_secret script
rules=$(cat rules/script.yaml)
case $rules in
*'include: [python3]'*) ;; *) fail "no profile: $rules" ;;
esac
grep -q 'path: /etc, below: false' rules/script.yaml ||
	fail "what is listed is read: $rules"
grep -q 'tmp????????".*a new name each time' rules/script.yaml ||
	fail "a random name: $rules"
[ "$(grep -c 'path: /usr/lib' rules/script.yaml)" = 0 ] ||
	fail "the profile's part is repeated: $rules"
# The same record gives the same rules.
expect 0 "$PTSANDBOX" -q --audit-only --audit one.jsonl -- $PY script/job.py
expect 0 "$PTSANDBOX" learn -o rules/a.yaml --from one.jsonl
expect 0 "$PTSANDBOX" learn -o rules/b.yaml --from one.jsonl
cmp -s rules/a.yaml rules/b.yaml || fail "other rules of the same record"

# The example job, and a build as in the example of a layer.
if command -v cc > /dev/null; then
	mkdir example
	cp "$EXAMPLES"/fold.py "$EXAMPLES"/*.json "$EXAMPLES"/*.txt example
	cc -O1 -o example/worker "$EXAMPLES/worker.c" -lm
	cd example || exit 1
	mkdir rules
	learn fold $PY fold.py
	keeps_secret fold
	cd ..
fi
done_now
