# Whole runs: what each test shares.  Sourced by a test, which is started with
# PTSANDBOX set and in a folder of its own, emptied afterwards.
#
# Each check prints nothing when it holds and one line when it does not.
# shellcheck shell=bash

FAILED=0
# A folder that no rule allows would answer EACCES for what is not in it.
PATH=/usr/local/bin:/usr/bin:/bin
RULES=$PWD/rules.yaml
HERE=$(pwd -P)
# HOME is the test's folder: pyenv is asked for where the user's own home is.
PYENV=${PYENV_ROOT:-$(getent passwd "$(id -u)" | cut -d: -f6)/.pyenv}

# Rules that let an ordinary program run in the test's folder.
cat > "$RULES" <<END
version: 1
include: [python3, native]
files:
  - {deny: any, path: $HERE/forbidden}
  - {allow: any, path: [$HERE, /tmp/pts-run]}
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /opt, /etc, /proc, /sys, /dev, $PYENV]}
  - {allow: any, path: [/dev/null, /dev/tty, /dev/shm]}
network:
  - {allow: any, to: ["any:127.0.0.1:*", "any:[::1]:*", "unix:$HERE/**", "unix:@**"]}
programs:
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
  - {allow: signal, to: job}
END

fail()
{
	echo "  $*"
	FAILED=1
}

# Runs a command in the sandbox.
job()
{
	timeout 120 "$PTSANDBOX" --quiet -r "$RULES" -- "$@"
}

# expect STATUS COMMAND...: the command's exit status.
expect()
{
	local want=$1 got=0
	shift
	"$@" > out.log 2> err.log < /dev/null || got=$?
	[ "$got" = "$want" ] ||
		fail "status $got, not $want: $* ($(tail -n 1 err.log))"
}

# told TEXT: the last command said so on standard error, in one line.
told()
{
	grep -q -- "$1" err.log || fail "not told: $1 (but: $(head -n 1 err.log))"
}

# one_line: the last command's complaint was one line and showed no bytes that
# a terminal would obey.
one_line()
{
	[ "$(wc -l < err.log)" = 1 ] || fail "not one line: $(head -n 3 err.log)"
	! LC_ALL=C grep -q '[^[:print:][:space:]]' err.log ||
		fail "raw bytes in the complaint"
}

# same COMMAND...: a bare run and a mediated one print the same and end alike.
same()
{
	# The shell's own words about a child that died are not compared.
	compare "$@" 2> /dev/null
}

compare()
{
	local bare=0 inside=0
	timeout 120 "$@" > bare.log 2> bare.err < /dev/null || bare=$?
	timeout 120 "$PTSANDBOX" --quiet -r "$RULES" -- "$@" \
		> job.log 2> job.err < /dev/null || inside=$?
	[ "$bare" = "$inside" ] ||
		fail "status $inside, bare $bare: $* ($(tail -n 1 job.err))"
	cmp -s bare.log job.log || fail "other output: $* ($(differ bare.log job.log))"
	cmp -s bare.err job.err || fail "other messages: $* ($(differ bare.err job.err))"
}

differ()
{
	diff "$1" "$2" | head -n 4 | tr '\n' ' '
}

# until_true COMMAND...: waits for a condition, two minutes at most: a machine
# may be many times slower than another.
until_true()
{
	local end=$((SECONDS + 120))
	while ! "$@" > /dev/null 2>&1; do
		if [ $SECONDS -ge $end ]; then
			fail "never came true: $*"
			return 1
		fi
		sleep 0.05
	done
}

# standing: the processes that stand in the test's folder, one a line.
standing()
{
	find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$HERE" \
		2> /dev/null | sort
}
STOOD=$(standing)

# nothing_left: none stands there but the test itself, and who started it.
nothing_left()
{
	local p
	for p in $(standing); do
		case $STOOD in *"$p"*) continue ;; esac
		[ ! -e "$p" ] || [ "$p" = "/proc/$BASHPID/cwd" ] || return 1
	done
}

# limited STATUS LIMIT OPTION... -- COMMAND...: a job that this limit ends: it
# is told in one line, recorded last, and nothing is left of the job.
limited()
{
	local want=$1 name=$2
	shift 2
	rm -f record meta
	expect "$want" timeout 120 "$PTSANDBOX" --quiet -r "$RULES" \
		--audit record --meta meta "$@"
	told "^ptsandbox: limit $name: [0-9]*[a-zA-Z]* (.*): the job was ended\$"
	[ "$(grep -c '^ptsandbox: limit' err.log)" = 1 ] || fail "told twice"
	tail -n 1 record | grep -q "\"event\":\"end\",\"status\":$want,\"limit\":\"$name\"" ||
		fail "recorded: $(tail -n 1 record)"
	[ "$(meta limit) $(meta status)" = "$name $want" ] ||
		fail "meta: $(tr -d '\n' < meta)"
	until_true nothing_left
}

# meta KEY: what --meta wrote in the file meta under KEY (first_denial.path).
meta()
{
	/usr/bin/python3 -c 'import functools, json, sys
print(functools.reduce(dict.get, sys.argv[1].split("."), json.load(open("meta"))))' "$1"
}

# skip REASON: this machine cannot try it.
skip()
{
	echo "  skipped: $*"
	exit 77
}

done_now()
{
	exit $FAILED
}
