#!/bin/bash
# A job that runs as another user: --user and run-as, what it may, what it
# finds, and who writes our files; and programs that lose their bits.
# A shell ends before the rest where it is not root.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

sed 's/^processes:/&\n  - {run-as: nobody}/' "$RULES" > as.yaml
line=$(grep -n run-as as.yaml | cut -d: -f1)

# Faults of the operator, for everybody.
refused()
{
	local want=$1
	shift
	expect 125 "$PTSANDBOX" "$@" touch ran
	one_line
	told "$want"
}
refused "--user nix.*there is no user 'nix'" --user nix
refused "there is no group 'nix'" --user nobody:nix
refused "there is no user ''" --user ''
refused "there is no group ''" --user nobody:
refused "there is no user '-1'" --user -1
refused "there is no user '4294967295'" --user 4294967295
refused "given twice" --user nobody --user nobody
refused "there is no user" --user $'no\033[2J'
while IFS='|' read -r rule want; do
	printf 'version: 1\nprocesses:\n  - %s\n' "$rule" > bad.yaml
	refused "^ptsandbox: bad.yaml:3:[0-9]*: .*$want" -r bad.yaml
	expect 125 "$PTSANDBOX" --check -r bad.yaml
done <<END
{run-as: nix}|there is no user
{run-as: "nobody:nix"}|there is no group
{run-as: [nobody]}|is a word
{run-as: nobody, allow: fork}|stands alone
END
cat > bad.yaml <<END
version: 1
profiles:
  p:
    processes: [{run-as: nobody}]
END
refused 'bad.yaml:4:.*not for a profile' -r bad.yaml
expect 0 "$PTSANDBOX" --check -r as.yaml

if [ "$(id -u)" != 0 ]; then
	refused '--user nobody: only root' --user nobody
	refused "as.yaml:$line: run-as: only root" -r as.yaml
	[ ! -e ran ] || fail 'it ran'
	# Bits that are lost are told once.
	if [ -u /usr/bin/su ]; then
		expect 0 "$PTSANDBOX" --summary -r "$RULES" \
			sh -c 'su --version; su --version'
		told '^  no set-ID   /usr/bin/su (2 times)'
		[ "$(grep -c set-ID err.log)" = 1 ] || fail 'told more than once'
	fi
	expect 0 "$PTSANDBOX" --summary -r "$RULES" true
	! grep -q set-ID err.log || fail 'told of no program'
	done_now
fi
[ ! -e ran ] || fail 'it ran'

# The user, its groups and nothing else; no capability, and none to be had.
as()
{
	timeout 30 "$PTSANDBOX" -q -r "$RULES" "$@"
}
prints()
{
	local want=$1
	shift
	expect 0 "$@"
	[ "$(cat out.log)" = "$want" ] || fail "$*: '$(cat out.log)', not '$want'"
}
nobody=$(id -u nobody) group=$(id -g nobody)
chmod 755 .
prints "$nobody $nobody $group $group $(id -G nobody)" as --user nobody -- \
	sh -c 'echo $(id -u) $(id -ru) $(id -g) $(id -rg) $(id -G)'
prints "$nobody" as --user "$nobody" -- id -u
# Groups of root are not kept.
prints "$(id -G nobody)" setpriv --groups=0,4,5 "$PTSANDBOX" -q -r "$RULES" \
	--user nobody id -G
prints '1 1' as --user nobody:daemon -- sh -c 'echo $(id -g) $(id -G)'
prints '2 2' as --user nobody:2 -- sh -c 'echo $(id -g) $(id -G)'
prints "$nobody" "$PTSANDBOX" -q -r as.yaml id -u
prints 2 "$PTSANDBOX" -q -r as.yaml --user bin id -u
printf 'version: 1\ninclude: ["./as.yaml"]\nprocesses: [{run-as: bin}]\n' > two.yaml
prints 2 "$PTSANDBOX" -q -r two.yaml id -u
for who in '' '--user=nobody'; do
	expect 0 as $who -- grep -E '^(Cap|NoNew)' /proc/self/status
	[ "$(grep -c '0000000000000000$' out.log)" = 5 ] ||
		fail "capabilities: $(cat out.log)"
	grep -q 'NoNewPrivs:.1' out.log || fail 'privileges can be gained'
done
expect 1 as --user nobody -- python3 -c 'import os; os.setuid(0)'
# The supervisor as well.
cat > who.sh <<'END'
echo > begun
while [ ! -e go ]; do sleep 0.02; done
END
chmod 777 .
"$PTSANDBOX" -q -r "$RULES" --user nobody sh who.sh < /dev/null &
supervisor=$!
until_true test -e begun
awk -v id="$nobody" '/^[UG]id/ { for (i = 2; i < 6; i++) if ($i != id) bad = 1 }
/^Cap/ && $2 !~ /^0*$/ { bad = 1 } /^Groups/ && / 0( |$)/ { bad = 1 }
END { exit bad }' "/proc/$supervisor/status" ||
	fail "the supervisor is: $(grep -E '^(.id|Cap|Gro)' /proc/$supervisor/status | tr '\n\t' '  ')"
: > go
wait $supervisor || fail 'the job failed'

# What only root may read stays so, and rules are read before the change.
echo secret > secret
chmod 600 secret "$RULES"
expect 1 as --user nobody -- cat secret
chmod 644 "$RULES"

# The environment follows, unless it is set.
prints '/nonexistent nobody nobody /usr/sbin/nologin' as --user nobody -- \
	sh -c 'echo $HOME $USER $LOGNAME $SHELL'
prints "/here nobody" as --user nobody --env HOME=/here -- sh -c 'echo $HOME $USER'
sed 's/^files:/environment: {set: {USER: me}}\n&/' as.yaml > set.yaml
prints '/nonexistent me' "$PTSANDBOX" -q -r set.yaml sh -c 'echo $HOME $USER'
# ~ in rules is who starts the run.
printf 'version: 1\ndefault: allow\nfiles: [{deny: read, path: ~/x}]\n' > home.yaml
echo > x
expect 1 "$PTSANDBOX" -q -r home.yaml --user nobody cat "$HOME/x"

# Our files are written as that user: a link that it planted leads no further.
echo whole > victim
chmod 600 victim
mkdir mine
chown nobody mine
ln -s ../victim mine/link
for option in --audit --stdout --stderr; do
	expect 125 as --user nobody $option mine/link -- touch ran
	told "$option mine/link: Permission denied: nothing was run"
done
[ "$(cat victim)" = whole ] || fail 'a link led to what root owns'
[ ! -e ran ] || fail 'it ran'
expect 0 as --user nobody --audit mine/audit --stdout mine/out -- echo text
[ "$(stat -c %U mine/audit mine/out | sort -u)" = nobody ] ||
	fail 'files of another'
# A descriptor that root opened serves.
mkdir -m 700 closed
expect 0 as --user nobody --audit /dev/fd/9 -- true 9> closed/audit
[ "$(tail -n 1 closed/audit | grep -c '"event":"end"')" = 1 ] ||
	fail 'no record by a descriptor'
# Folders of the run, and layers, are the user's, too.
sed 's/^files:/namespace: {map: [{at: \/priv, private: true}]}\n&\n  - {allow: any, path: \/priv}/' \
	"$RULES" > priv.yaml
prints "$nobody" "$PTSANDBOX" -q -r priv.yaml --user nobody stat -c %u /priv

# Set-user-ID programs.
cp /usr/bin/id suid
chmod 4755 suid
prints "$nobody" as --user nobody -- ./suid -u
expect 0 "$PTSANDBOX" -r "$RULES" --user nobody --summary -- \
	sh -c './suid; ./suid; id'
told "^  no set-ID   $HERE/suid (2 times)"
PATH=$PATH:/usr/sbin:/sbin
cp /usr/bin/id capable
if command -v setcap > /dev/null && setcap cap_net_raw+p capable 2> /dev/null; then
	expect 0 "$PTSANDBOX" -r "$RULES" --user nobody --summary -- ./capable
	told "^  no set-ID   $HERE/capable"
fi
done_now
