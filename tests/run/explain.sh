#!/bin/bash
# `ptsandbox explain`: what it says is what a run then does.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# says TEXT: the last command's answer holds it.
says()
{
	grep -qF -- "$1" out.log || fail "not said: $1 (but: $(cat out.log))"
}

# explained STATUS QUESTION...: under the rules of the tests.
explained()
{
	local want=$1
	shift
	expect "$want" "$PTSANDBOX" explain -r "$RULES" "$@"
}

mkdir -p forbidden
echo secret > forbidden/x
echo data > data
ln -s forbidden/x link
explained 0 read "$PWD/data"
says 'allowed'
says 'rules.yaml:5  - {allow: any, path:'
says 'openat(2)'
explained 1 read forbidden/x
says 'EACCES to the job'
says 'rules.yaml:4  - {deny: any, path:'
# A link is followed as the job would follow it, but not to be removed.
explained 1 read link
says "$HERE/forbidden/x"
explained 0 delete "$HERE/link"
explained 1 write "$HERE/forbidden/x"
says 'attributes   denied'
explained 0 read,stat data
explained 1 /etc/shadow
says 'modify       denied'

# What is said and what is done agree, for every way to answer.
for path in data forbidden/x link /etc/passwd /nowhere/x; do
	said=0 done=0
	"$PTSANDBOX" explain -r "$RULES" read "$path" > /dev/null || said=$?
	job python3 -c 'import os, sys
try: os.close(os.open(sys.argv[1], os.O_RDONLY))
except PermissionError: sys.exit(1)' "$path" || done=$?
	[ $said = $done ] || fail "$path: explained $said, done $done"
done

explained 0 connect tcp:127.0.0.1:80
explained 1 connect tcp:10.0.0.1:80
says 'its address is another'
says 'to: "tcp:10.0.0.1:80"}'
explained 0 connect "unix:$HERE/sock"
explained 0 connect unix:@name
explained 1 socket netlink
says 'family: netlink'
explained 0 fork
explained 0 signal children
explained 1 signal outside
says 'none can allow it'

# Scripts bring their interpreter, programs their loader.
printf '#!/bin/sh -e\nexit 0\n' > script
chmod +x script
explained 0 run ./script a
says "run /bin/sh -e ./script a: allowed"
explained 0 run true
says 'exec /lib64/ld-linux'
cat > args.yaml <<END
version: 1
include: [native]
files: [{allow: [read, exec], path: [/usr, /bin]}]
programs:
  - {allow: run, path: [/usr/bin, /bin], args: [-c, "*"], profile: narrow}
profiles:
  narrow: {include: native}
END
expect 0 "$PTSANDBOX" explain -r args.yaml run sh -c ls
says 'the profile narrow'
expect 1 "$PTSANDBOX" explain -r args.yaml run sh -x ls
says 'its arguments are others'
expect 1 "$PTSANDBOX" explain -r args.yaml --profile narrow run sh -c ls
says 'profile      narrow'
expect 125 "$PTSANDBOX" explain -r args.yaml run no-such-program -c ls
told 'there is no program no-such-program in PATH; name it with its folder'
one_line

# The names that a namespace gives.
mkdir -p in
cat > space.yaml <<END
version: 1
namespace:
  map: [{at: /job, from: ./in}, {at: /tmp, private: true}]
  hide: [/etc/passwd]
  cwd: /job
files: [{allow: read, path: [/job, /etc, /tmp]}]
END
expect 0 "$PTSANDBOX" explain -r space.yaml read x
says '/job/x'
says "$HERE/in/x   (space.yaml:3)"
expect 1 "$PTSANDBOX" explain -r space.yaml read /etc/passwd
says 'hidden: it is not there'
says 'ENOENT to the job'
expect 0 "$PTSANDBOX" explain -r space.yaml read /tmp/x
says 'a fresh folder of the run'

# Options that give rules work as in a run.
expect 0 "$PTSANDBOX" explain --ro "$HERE/data" -r space.yaml read /etc/group
expect 1 "$PTSANDBOX" explain --ro "$HERE/in" -r "$RULES" modify "$HERE/in/x"
says 'EROFS to the job'
says "command line:1  --ro $HERE/in"
expect 0 "$PTSANDBOX" explain -m "$HERE/in:/seen:ro" -r "$RULES" read /seen/x
says "$HERE/in/x"

# What lies before, in short and in full.
explained 0 --all exec data
says 'rules.yaml:4  - {deny: any'
explained 0 --all read /etc/group
[ "$(grep -c 'tried .*rules.yaml:' out.log)" = 2 ] ||
	fail "--all: $(cat out.log)"
explained 0 read /etc/group
says '2 more, about other accesses or places (--all'
! grep -q 'tried .*rules.yaml:' out.log || fail "not in short: $(cat out.log)"

# What other verbs come to, and which call stops.
cat > verbs.yaml <<END
version: 1
files:
  - {kill: write, path: $HERE/deadly}
  - {ask: read, path: $HERE/asked}
  - {allow: [stat, create, delete, attributes], path: $HERE}
network:
  - {redirect: connect, to: "tcp:192.0.2.1:80", via: "tcp:127.0.0.1:8080"}
  - {allow: [bind, accept], to: "tcp:127.0.0.1:*"}
END
verb()
{
	expect "$1" "$PTSANDBOX" explain -r verbs.yaml "$2" "$3"
	shift 3
	for text; do says "$text"; done
}
verb 1 modify "$HERE/deadly" 'ends the job' 'every process of the job is killed'
verb 1 read "$HERE/asked" 'asked about' 'while the question stands'
verb 0 connect tcp:192.0.2.1:80 redirected 'given the other address'
verb 0 stat "$HERE/x" 'newfstatat(2)'
verb 0 create "$HERE/x" 'mkdirat(2)'
verb 0 delete "$HERE/x" 'unlinkat(2)'
verb 0 attributes "$HERE/x" 'fchmodat(2)'
verb 0 bind tcp:127.0.0.1:80 'bind(2)'
verb 0 accept tcp:127.0.0.1:80 'listen(2)'

# A host is every address that it has.
explained 0 connect tcp:localhost:80
says 'connect tcp:127.0.0.1:80: allowed'
explained 125 connect tcp:localhost:65536
one_line
told 'a port is a number up to 65535'

# Names that lead nowhere: from a folder that is gone, by links in a ring, by
# more than a path can hold.
# shellcheck disable=SC2317 # called by expect
from_nowhere()
(
	mkdir gone && cd gone && rmdir ../gone &&
		"$PTSANDBOX" explain -r "$RULES" read x
)
expect 125 from_nowhere
one_line
told 'this folder has no name'
ln -sf ring ring
for name in ring/x "/$(printf 'x/%.0s' {1..2100})"; do
	explained 125 read "$name"
	one_line
	told 'longer than a path can be, or links without end'
done

for question in '' 'rea /x' 'read' 'read /x /y' 'signal nobody' \
	'connect tcp:1.2.3.4' 'connect nowhere' 'socket inet' 'run' \
	'connect tcp:127.0.0.1:65536' '--profile none fork' '--audit x fork'; do
	# shellcheck disable=SC2086
	explained 125 $question
	one_line
done
done_now
