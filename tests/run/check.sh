#!/bin/bash
# `ptsandbox check`: faults, warnings with their places, and what --strict makes
# of them.  Each command is as a person gives it.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

printf 'version: 1\nfiles:\n  - {deny: any, path: /etc}\n  - {allow: read, path: /etc/passwd}\n' > shadow.yaml
expect 0 "$PTSANDBOX" check shadow.yaml
grep -q '^shadow.yaml:4:5: warning: this rule never decides: shadow.yaml:3 ' \
	out.log || fail "no warning: $(cat out.log)"
expect 1 "$PTSANDBOX" check --strict shadow.yaml
# The same rules, read as a run reads them.
expect 1 "$PTSANDBOX" check --strict -r shadow.yaml
expect 0 "$PTSANDBOX" --check -r shadow.yaml

printf 'version: 1\nfiles: [{allow: read, path: /usr}]\n' > good.yaml
expect 0 "$PTSANDBOX" check --strict good.yaml
grep -q '^the rules are good$' out.log || fail "not good: $(cat out.log)"
expect 1 "$PTSANDBOX" check --strict good.yaml shadow.yaml

printf 'version: 1\nfiels: []\n' > bad.yaml
expect 125 "$PTSANDBOX" check bad.yaml
told "bad.yaml:2:1: unknown key 'fiels'"
one_line
expect 125 "$PTSANDBOX" check
told 'check has nothing to read'
one_line
expect 125 "$PTSANDBOX" check missing.yaml
one_line
expect 125 "$PTSANDBOX" check --trace good.yaml
told 'goes with a run only'
one_line
expect 0 "$PTSANDBOX" check --help

# A name that a terminal would obey is not shown as it is.
printf 'version: 1\nfiles: [{allow: read, path: "/\\e(0red"}]\n' > red.yaml
expect 0 "$PTSANDBOX" check red.yaml
! LC_ALL=C grep -q '[^[:print:][:space:]]' out.log || fail "raw bytes"

# What is shipped is clean, but for what is meant: lab and rootfs let a job run
# what it wrote, lab lets it import that, and python3 names where an interpreter
# looks before it finds its library.
mkdir -p work
for name in lab python3 native rootfs; do
	"$PTSANDBOX" --print-profile $name > $name.yaml
	(cd work && "$PTSANDBOX" check ../$name.yaml) > $name.log
	unmeant=$(grep -vE 'the rules are good|there is no|may also execute|Python imports|none of the [0-9]+ things|never decides' $name.log)
	[ -z "$unmeant" ] || fail "$name: $unmeant"
done
grep -q 'may also execute' lab.log || fail "lab: $(cat lab.log)"
grep -q '^the rules are good$' native.log || fail "native: $(cat native.log)"

# The examples, where they are to be started.
mkdir -p results project input
cp -r "$EXAMPLES"/* input
cp /bin/true worker
for name in fold grade; do
	expect 0 "$PTSANDBOX" check --strict "input/$name.yaml"
	grep -q '^the rules are good$' out.log ||
		fail "$name.yaml: $(cat out.log)"
done
for name in view layer; do
	expect 0 "$PTSANDBOX" check "input/$name.yaml"
	! grep -vE 'the rules are good|may also execute' out.log ||
		fail "$name.yaml: $(cat out.log)"
done
done_now
