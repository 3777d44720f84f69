#!/bin/bash
# What of the environment reaches the job.
# shellcheck source=tests/run/lib.sh
# shellcheck disable=SC2317
. "$RUN_LIB"

# With these and no others, so that the machine's own do not count.
clean()
{
	env -i PATH="$PATH" HOME="$HOME" "$@"
}

# Neither in what the job is told, nor in what /proc has of it.
expect 0 clean MY_TOKEN=sesame LD_PRELOAD= AWS_REGION=x LANG=C \
	"$PTSANDBOX" -q -r "$RULES" -- sh -c 'env; tr "\0" "\n" < /proc/self/environ'
! grep -q -e sesame -e LD_PRELOAD -e AWS_REGION out.log ||
	fail "a secret reached the job"
[ "$(grep -c '^LANG=C$' out.log)" = 2 ] || fail "LANG is gone"

# Nor code, nor what is no variable.  The loader of ptsandbox itself complains
# of the library, once; that of the job does not.
cat > vars.py <<'END'
import os, sys
entries = [b"PATH=" + os.environb[b"PATH"], b"PATH=/evil", b"nothing", b"=x",
           b"LD_PRELOAD=/nowhere/x.so", b"A=first", b"A=second"]
if sys.argv[1] == "big":
    entries += [b"V%06d=%s" % (i, b"x" * 90) for i in range(10000)]
    entries += [b"S%06d_KEY=%s" % (i, b"y" * 90) for i in range(500)]
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
argv = [a.encode() for a in sys.argv[2:]]
array = lambda l: (ctypes.c_char_p * (len(l) + 1))(*l, None)
libc.execve(argv[0], array(argv), array(entries))
sys.exit("execve: " + os.strerror(ctypes.get_errno()))
END
expect 0 python3 vars.py twice "$PTSANDBOX" -q -r "$RULES" -- \
	cat /proc/self/environ
[ "$(tr '\0' '\n' < out.log)" = "PATH=$PATH
A=first" ] || fail "other variables: $(tr '\0' ' ' < out.log)"
[ "$(grep -c nowhere err.log)" -le 1 ] || fail "LD_PRELOAD reached the job"

# A million bytes of it.
expect 0 python3 vars.py big "$PTSANDBOX" -q -r "$RULES" -- \
	cat /proc/self/environ
[ "$(tr '\0' '\n' < out.log | grep -c '^V.*=xxx')" = 10000 ] ||
	fail "not all of a large environment is there"
expect 0 python3 vars.py big "$PTSANDBOX" -q --summary -r "$RULES" -- true
told 'environment 501 not passed on: LD_PRELOAD, S000000_KEY,'
told ' and 461 more$'
! grep S000 err.log | grep -q '.\{81\}' || fail 'lines over 80 columns'

# The names are recorded, the values never.
expect 0 clean MY_TOKEN=sesame BASH_ENV=/x "$PTSANDBOX" -q --summary \
	--audit run.jsonl -r "$RULES" -- true
told 'environment 2 not passed on: MY_TOKEN, BASH_ENV$'
head -n 1 run.jsonl |
	grep -q '"environment":{"dropped":\["MY_TOKEN","BASH_ENV"\]}}$' ||
	fail "not recorded"
! grep -q sesame run.jsonl err.log || fail "a value was told"
expect 0 clean "$PTSANDBOX" -q --summary -r "$RULES" -- true
! grep -q environment err.log || fail "nothing was dropped, and told"

# By the rules, and by options before them.
cat "$RULES" - > env.yaml <<'END'
environment: {keep: ["P*"], set: {HOME: /job, GREETING: "a b"}}
END
expect 0 clean PX=1 OTHER=2 "$PTSANDBOX" -q -r env.yaml -- cat /proc/self/environ
[ "$(tr '\0' '\n' < out.log | grep -v ^PATH | sort)" = 'GREETING=a b
HOME=/job
PX=1' ] || fail "by rules: $(tr '\0' ' ' < out.log)"
expect 0 clean PX=1 OTHER=2 "$PTSANDBOX" -q --keep-env 'O*' --env HOME=/x \
	--env HOME=/y --env PX= -r env.yaml -- cat /proc/self/environ
[ "$(tr '\0' '\n' < out.log | grep -v ^PATH | sort)" = 'GREETING=a b
HOME=/y
OTHER=2
PX=' ] || fail "by options: $(tr '\0' ' ' < out.log)"
expect 0 clean SSH_AUTH_SOCK=/s "$PTSANDBOX" -q --keep-env SSH_AUTH_SOCK \
	printenv SSH_AUTH_SOCK
expect 1 clean SSH_AUTH_SOCK=/s "$PTSANDBOX" -q printenv SSH_AUTH_SOCK

# Rules still know the person's own variables.
mkdir own
echo here > own/file
cat "$RULES" - > own.yaml <<'END'
environment: {keep: [PATH]}
END
sed -i "s|{deny: any, path: .*}|{deny: any, path: '\${MY_KEY}'}|" own.yaml
expect 1 clean MY_KEY="$HERE/own" "$PTSANDBOX" -q -r own.yaml -- cat own/file
told 'Permission denied'

# The command is looked for where the job would look.
mkdir bin
printf '#!/bin/sh\necho mine\n' > bin/mine
chmod +x bin/mine
expect 127 clean "$PTSANDBOX" -q -r "$RULES" -- mine
expect 0 clean "$PTSANDBOX" -q --env PATH="$HERE/bin:$PATH" -r "$RULES" -- mine
[ "$(cat out.log)" = mine ] || fail "PATH of the job"

# Faults.
expect 125 "$PTSANDBOX" --env NAME -- true
told '--env NAME: a variable is NAME=VALUE'
one_line
printf 'version: 1\nprofiles: {w: {environment: {}}}\n' > bad.yaml
expect 125 "$PTSANDBOX" --check -r bad.yaml
told "bad.yaml:2:16: 'environment' is for the whole run, not for a profile"
one_line
done_now
