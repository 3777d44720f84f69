#!/bin/bash
# Calls of several processes that are served at the same time: each gets its own
# answer, whatever its neighbours make, move, deny and start meanwhile, and the
# record holds every call, each task's in its order.  Built with SAN=thread, the
# supervisor tells here what two members touched at once.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

[ "$(nproc)" -gt 1 ] || skip "one CPU"
command -v python3 > /dev/null || skip "no python3"

# Looks at what is its own, in its own folder, until the last of all has done so
# a number of times: so all are busy as long as one is.
cat > looks.py <<'END'
import os
import sys

me, all_of_us, rounds = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
place = "place%d" % me
os.mkdir(place)
os.chdir(place)
with open("file", "w") as f:
    f.write("x" * (me + 1))
os.symlink("file", "link")


def no(call, *args):
    """The errno of a call that must fail."""
    try:
        call(*args)
    except OSError as e:
        return e.errno
    return 0


def look(n):
    """Every kind of call, and every kind of answer."""
    name = "%d.%d" % (me, n)
    assert os.stat("file").st_size == me + 1
    assert os.stat("link").st_size == me + 1
    assert os.lstat("link").st_size == 4
    assert os.readlink("link") == "file"
    assert os.path.realpath("../%s/./link" % place).endswith(place + "/file")
    assert os.access("file", os.R_OK) and not os.access(name, os.F_OK)
    assert os.readlink("/proc/self") == str(os.getpid())
    assert os.stat("/proc/self/cwd").st_ino == os.stat(".").st_ino
    with open("link") as f:
        assert f.read() == "x" * (me + 1)
    assert no(os.stat, name) == 2 and no(open, name) == 2
    if n % 4 == 0:
        assert no(open, "../forbidden/x") == 13
    with open(name, "x") as f:
        f.write(name)
    os.rename(name, "moved")
    assert no(os.stat, name) == 2
    with open("moved") as f:
        assert f.read() == name
    os.unlink("moved")
    if n % 16 == 0:
        pid = os.fork()
        if pid == 0:
            os.execv("/bin/true", ["true"])
        assert os.waitpid(pid, 0)[1] == 0


done = 0
while done < rounds or len(os.listdir("../over")) < all_of_us:
    look(done)
    done += 1
    if done == rounds:
        os.mkdir("../over/%d" % me)
END
mkdir forbidden
: > forbidden/x

# looks COUNT ROUNDS OPTION...: so many of them, each to its end.
looks()
{
	local count=$1 rounds=$2 i
	shift 2
	rm -rf place* over
	mkdir over
	for i in $(seq 0 $((count - 1))); do
		echo "python3 looks.py $i $count $rounds & jobs=\"\$jobs \$!\""
	done > all.sh
	# shellcheck disable=SC2016
	echo 'for j in $jobs; do wait "$j" || exit 1; done' >> all.sh
	timeout -k 1 200 "$PTSANDBOX" --quiet -r "${rules:-$RULES}" "$@" -- \
		bash all.sh
}

# That the two are busy at once is up to the kernel: not each time.
for _ in 1 2 3 4 5; do
	expect 0 looks 2 150 --audit record --profile-stops stops.json
	grep -q '"beside":0,' stops.json || break
done
[ ! -s err.log ] || fail "$(head -n 3 err.log)"
python3 - << 'END' || fail "the record or the profile is not whole"
import collections, json
stops = json.load(open("stops.json"))
assert 0 <= stops["together"] <= stops["beside"] <= stops["stops"], stops
assert stops["beside"] > 0, "nothing was served beside anything"
calls, last = collections.Counter(), 0.0
looked, made = collections.Counter(), {}
for line in open("record"):
    e = json.loads(line)
    assert e.get("t", last) >= last, e
    last = e.get("t", last)
    if "call" not in e:
        continue
    calls[e["call"]] += 1
    # Of each task, in its order: what it makes has the next number.
    for o in e["objects"]:
        name = o["path"].rsplit("/", 1)[-1]
        if "create" in str(o.get("access")) and name[0:2] in ("0.", "1."):
            n = int(name[2:])
            assert made.get(e["tid"], -1) in (n - 1, n), e
            made[e["tid"]] = n
        looked[e["tid"]] += str(o.get("named")).endswith("link")
assert len(made) == 2 and min(made.values()) >= 149, made
for tid, n in made.items():
    # stat, lstat, readlink, realpath's two, open: none is lost.
    assert looked[tid] >= 6 * n, (looked, made)
told = collections.Counter()
for row in stops["calls"]:
    told[row["call"]] += row["stops"]
assert told == calls, (told - calls, calls - told)
END

# More members than CPUs; a summary, a namespace, and an end in the middle.
expect 0 looks 4 30 --threads 4 --summary
sed 's/^files:/namespace: {hide: [\/var\/tmp]}\n&/' "$RULES" > drawn.yaml
rules=drawn.yaml expect 0 looks 2 30
sed 's/^files:/limits: {wall: 1s}\n&/' "$RULES" > short.yaml
rules=short.yaml expect 124 looks 3 1000000 --threads 3

# A record that cannot be kept ends all of them, and is told.
cut_off()
{
	looks 2 1000000 --audit /dev/fd/9 9> >(head -c 300000 > /dev/null)
}
# What failed is looked into by a child that is traced: there ThreadSanitizer
# starts a thread of its own, for whose stop nobody waits.
if ! grep -q __tsan_init "$PTSANDBOX"; then
	expect 125 cut_off
	told 'the audit cannot be kept: Broken pipe; the job was ended'
fi
done_now
