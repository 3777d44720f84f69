#!/bin/bash
# ptsandbox doctor, and what a run says where something is missing: in
# containers, on kernels that lack calls, with parts of /proc away.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# Where tracing is forbidden, a sanitizer cannot look for leaks.
export ASAN_OPTIONS=detect_leaks=0

# missing NAME CALL=ERRNO...: doctor names it and answers 1, and a run says so
# in one line and runs nothing.
missing()
{
	local name=$1
	shift
	expect 1 "$GUESTS/limited" "$@" -- "$PTSANDBOX" doctor
	grep -q "^  no  $name " out.log || fail "$*: doctor says: $(grep no out.log)"
	grep -A1 "^  no  $name " out.log | grep -q 'to do: .' || fail "$*: no remedy"
	[ "$(tail -n 1 out.log)" = 'jobs cannot run here' ] || fail "$*: no conclusion"
	expect 125 timeout 60 "$GUESTS/limited" "$@" -- \
		"$PTSANDBOX" -r "$RULES" touch ran
	one_line
	[ ! -e ran ] || fail "$*: a job ran"
}

expect 0 "$PTSANDBOX" doctor
[ ! -s err.log ] || fail "errors: $(cat err.log)"
[ "$(tail -n 1 out.log)" = 'jobs can run here' ] || fail 'no conclusion'
[ "$(grep -cE '^  (ok|no|—  ?) ' out.log)" -ge 17 ] || fail "checks: $(cat out.log)"
[ "$(awk 'length > 80' out.log | wc -l)" = 0 ] || fail 'wide lines'
expect 0 "$PTSANDBOX" doctor --json
python3 - out.log <<'END' || fail 'the JSON'
import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
assert d["jobs"] is True
names = [c["name"] for c in d["checks"]]
assert len(set(names)) == len(names) and {"ptrace", "seccomp", "openat2"} <= set(names)
for c in d["checks"]:
    assert c["state"] in ("ok", "no", "none") and c["says"]
    assert (c["remedy"] is not None) == (c["state"] == "no"), c
    assert not c["needed"] or c["state"] == "ok", c
END
expect 125 "$PTSANDBOX" doctor --jsonn
one_line
expect 125 "$PTSANDBOX" doctor --json $'a\033b'
one_line
status=0
"$PTSANDBOX" doctor > /dev/full 2> err.log || status=$?
[ $status = 125 ] || fail "full output: $status"

for err in EPERM ENOSYS; do
	missing openat2 openat2=$err
	told 'opening names without links (openat2) fails'
	missing ptrace ptrace=$err
	told 'tracing a child (PTRACE_SEIZE) fails'
	missing memory process_vm_readv=$err
	missing memory process_vm_writev=$err
	told "copying a child's memory"
	missing close_range close_range=$err
	told 'closing all descriptors (close_range) fails'
	missing memfd memfd_create=$err
	told 'sealed memory'
	missing seccomp seccomp=$err
	told 'by a filter'
done
expect 1 "$GUESTS/limited" openat2=ENOSYS -- "$PTSANDBOX" doctor --json
python3 -c '
import json
d = json.load(open("out.log"))
assert d["jobs"] is False
assert [c["name"] for c in d["checks"] if c["state"] == "no" and c["needed"]] == ["openat2"]' ||
	fail 'the JSON where something is missing'

# As in a container of Docker, all is well: no namespaces, no pidfd_getfd, no
# mseal; and all the same where only the last is not there.
for way in docker mseal=ENOSYS; do
	expect 0 "$GUESTS/limited" $way -- "$PTSANDBOX" doctor
	grep -q '^  —   mseal ' out.log || fail "$way: mseal is there"
	expect 0 "$GUESTS/limited" $way -- "$PTSANDBOX" -q -r "$RULES" -- \
		python3 -c 'import subprocess, threading
t = threading.Thread(target=lambda: open("new", "w").write("text"))
t.start(); t.join()
print(subprocess.run(["cat", "new"], capture_output=True).stdout)'
	[ "$(cat out.log)" = "b'text'" ] || fail "$way: $(cat out.log)"
	expect 1 "$GUESTS/limited" $way -- "$PTSANDBOX" -q -r "$RULES" -- \
		cat "$HERE/forbidden/x"
done

# With parts of /proc away, where mounts can be made.
cat > without.sh <<'END'
mount -t tmpfs none /proc/sys || exit 77
if [ -n "$SCOPE" ]; then
	mkdir -p /proc/sys/kernel/yama
	echo "$SCOPE" > /proc/sys/kernel/yama/ptrace_scope
fi
exec "$@"
END
if [ "$(id -u)" = 0 ] && SCOPE='' unshare -m sh without.sh true 2> /dev/null; then
	export SCOPE=''
	expect 0 unshare -m sh without.sh "$PTSANDBOX" doctor
	grep -q '^  —   yama .*no kernel.yama' out.log || fail 'without /proc/sys'
	expect 0 unshare -m sh without.sh "$PTSANDBOX" -q -r "$RULES" -- \
		sh -c 'echo text | cat'
	[ "$(cat out.log)" = text ] || fail "without /proc/sys: $(cat out.log)"
	SCOPE=1 expect 0 unshare -m sh without.sh "$PTSANDBOX" doctor
	grep -q '^  ok  yama .*ptrace_scope 1' out.log || fail 'scope 1'
	SCOPE=2 expect 0 unshare -m sh without.sh "$PTSANDBOX" doctor
	grep -A1 '^  no  yama .*ptrace_scope 2' out.log | grep -q sysctl ||
		fail 'scope 2'
	expect 1 unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh \
		"$PTSANDBOX" doctor
	grep -A1 '^  no  proc ' out.log | grep -q 'mount -t proc' || fail 'no /proc'
	# (A sanitizer finds its options in /proc, and has more to say.)
	unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh \
		"$PTSANDBOX" -r "$RULES" touch ran 2> err.log &&
		fail 'a job ended well without /proc'
	[ "$(grep -c ^ptsandbox err.log)" = 1 ] || fail "not one line: $(cat err.log)"
	told 'mount -t proc'
	[ ! -e ran ] || fail 'a job ran without /proc'
fi
done_now
