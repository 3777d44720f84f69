#!/bin/bash
# The schemas for editors take what the program takes, and not what it refuses.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

/usr/bin/python3 -c 'import jsonschema, yaml' 2> /dev/null ||
	skip "no python3-jsonschema or no python3-yaml"

cat > validate.py <<'END'
import copy, glob, json, os, subprocess, sys, warnings
import jsonschema, yaml

schema = {}
for name in "rules", "audit":
    with open(f"{os.environ['SCHEMA']}/{name}.schema.json") as file:
        schema[name] = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema[name])
rules = jsonschema.Draft202012Validator(schema["rules"])
audit = jsonschema.Draft202012Validator(schema["audit"])
failed = 0

def expect(good, validator, value, what):
    global failed
    errors = list(validator.iter_errors(value))
    if good == bool(errors):
        failed += 1
        print(f"{what}: {'refused' if good else 'taken'}: {errors[:1]}")

# Places where a key may stand that nobody knows.
OPEN = {"set", "profiles", "opens-at-most"}

def with_unknown_keys(value, key=None):
    """Each copy of value in which one mapping has one more key."""
    def walk(node, name, path):
        if isinstance(node, dict):
            if name not in OPEN:
                yield path
            for k, v in node.items():
                yield from walk(v, k, path + [k])
        elif isinstance(node, list):
            for i, v in enumerate(node):
                yield from walk(v, name, path + [i])
    for path in walk(value, key, []):
        changed = copy.deepcopy(value)
        at = changed
        for step in path:
            at = at[step]
        at["no-such-key"] = "x"
        yield path, changed

def rules_text(text, what):
    # Keys are words in JSON, numbers too.
    value = json.loads(json.dumps(yaml.safe_load(text)))
    expect(True, rules, value, what)
    for path, changed in with_unknown_keys(value):
        expect(False, rules, changed, f"{what}: unknown key at {path}")

for name in sys.argv[1].split():
    rules_text(subprocess.run([os.environ["PTSANDBOX"], "--print-profile", name],
        check=True, capture_output=True, text=True).stdout, name)
for name in glob.glob(os.environ["EXAMPLES"] + "/*.yaml") + ["all.yaml"]:
    with open(name) as file:
        rules_text(file.read(), name)
for text in open("bad.txt"):
    expect(False, rules, yaml.safe_load("version: 1\n" + text), text.strip())

kinds = set()
with open("run.jsonl") as file:
    for line in file:
        value = json.loads(line)
        expect(True, audit, value, line.strip())
        kinds.add(value.get("event", "call" if "call" in value else "first"))
        for path, changed in with_unknown_keys(value):
            expect(False, audit, changed, f"{line.strip()}: at {path}")
assert kinds >= {"first", "call", "start", "exec", "exit", "end"}, kinds
sys.exit(failed > 0)
END

# Every key of the language at least once; read by the program first.
mkdir -p in root changes
cat > all.yaml <<END
version: 1
include: [native]
default: deny
namespace:
  map:
    - {at: /job, from: ./in}
    - {at: /tmp, private: true}
    - {at: /data, from: ./root, layer: ./changes}
  hide: [/etc/shadow]
  cwd: /job
  user: root
files:
  - {allow: [read, exec], path: [/usr, ~/x, "\${HOME}/y", ./z]}
  - {deny: write, path: /etc, errno: EROFS}
  - {kill: read, path: /etc/shadow, when: {python: [requests.*, m]}}
  - {allow: read, path: /w, inject: {error: EIO, when: {python: m}}}
network:
  - {redirect: connect, to: "tcp:*:80", via: tcp:127.0.0.1:8080}
  - {allow: [bind, accept], to: ["tcp:127.0.0.1:8000-8999", "unix:@x"]}
  - {allow: socket, family: [netlink]}
programs:
  - {allow: run, path: /usr/bin/git, args: [clone, 1, "**"]}
  - {allow: run, path: /usr/bin/env, profile: narrow}
  - {allow: run, path: /usr/bin/awk, via: /usr/bin/env}
processes:
  - {allow: fork}
  - {allow: signal, to: [job, self]}
environment: {keep: [PATH], drop: [X*], set: {A: b, N: 1}}
audit: {log: denied, stacks: none}
limits: {wall: 500ms, cpu: 2h, memory: 1G, processes: 3, open-files: 4,
  file-size: 4096, written: "10K", output: "7"}
profiles:
  narrow: {include: native, files: [{allow: stat, path: /}]}
expect:
  status: [0, 3]
  reads: {some: in, not: [a, b], only: [/]}
  writes: [x]
  deletes: none
  runs: gcc
  connects: ["tcp:*:80"]
  binds: none
  network: none
  denied: none
  max-processes: 3
  opens-at-most: {10: data, 20: [a, b]}
END
expect 0 "$PTSANDBOX" check all.yaml
# What both refuse.
cat > bad.txt <<'END'
files: [{allow: read}]
files: [{path: /x}]
files: [{allow: read, deny: write, path: /x}]
files: [{allow: raed, path: /x}]
files: [{allow: read, path: x}]
files: [{allow: read, path: []}]
files: {allow: read, path: /x}
files: [{deny: read, path: /x, errno: nope}]
files: [{deny: read, path: /x, when: {}}]
files: [{deny: read, path: /x, when: {python: a/b}}]
files: [{allow: read, path: /x, when: {python: a}}]
programs: [{allow: run, path: /x, when: {python: a}}]
processes: [{allow: fork, when: {python: a}}]
network: [{allow: connect, to: "1.2.3.4:80"}]
programs: [{allow: run, path: /x, args: x}]
processes: [{allow: signal, to: all}]
namespace: {user: nobody}
namespace: {map: [{from: /x}]}
default: perhaps
audit: {log: some}
limits: {wall: 10}
limits: {wall: 0s}
limits: {cpu: 10S}
limits: {cpu: 1.5s}
limits: {memory: 1T}
limits: {memory: 0}
limits: {memory: -1}
limits: {memory: [1]}
limits: {processes: 4K}
limits: {open-files: 3}
limits: {open-files: "3"}
limits: {written: 9223372036854775808}
limits: {time: 3s}
limits: 3
profiles: {x: {limits: {wall: 1s}}}
expect: {reads: {}}
expect: {status: 256}
expect: {max-processes: -1}
expect: {opens-at-most: {x: y}}
expect: {reads: []}
END
while read -r line; do
	printf 'version: 1\n%s\n' "$line" > bad.yaml
	expect 125 "$PTSANDBOX" check bad.yaml
done < bad.txt
expect 1 timeout 30 "$PTSANDBOX" -q -r "$RULES" --audit run.jsonl -- \
	bash -c 'python3 -c "import socket; socket.socket()"; kill -0 $$; cat forbidden; env ls /nowhere; (kill -9 $BASHPID); unshare true; false'
/usr/bin/python3 validate.py "lab native python3 rootfs" ||
	fail "the schemas differ from the program"
done_now
