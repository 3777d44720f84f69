#!/bin/bash
# Rules that kill: the whole job ends at the first such call, which does not
# happen, in each section; the reason is told in one line and recorded.
# Functions are called by expect.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir deadly
echo secret > deadly/x
cat > kill.yaml <<END
version: 1
include: native
files:
  - {kill: [read, delete], path: $HERE/deadly}
  - {allow: any, path: $HERE}
  - {allow: [read, exec], path: [/usr, /bin]}
network:
  - {kill: connect, to: "tcp:127.0.0.1:9"}
  - {allow: any, to: "any:127.0.0.1:*"}
programs:
  - {kill: run, path: /usr/bin/id}
  - {allow: run, path: [/usr, /bin]}
processes:
  - {allow: fork}
  - {kill: signal, to: children}
END

# ended ACCESS OBJECT SCRIPT: bash, another process and one more that stands in
# a call are there when it happens.
ended()
{
	local access=$1 object=$2
	rm -f rec
	# shellcheck disable=SC2016
	expect 137 timeout 60 "$PTSANDBOX" --audit rec -r kill.yaml -- \
		bash -c 'sleep 1000 & (read -r x < <(sleep 1000)) &
		'"$3"'
		echo it went on'
	told "^ptsandbox: the job is ended: $access $object.*: rule kill.yaml:"
	told '^ptsandbox: a rule ended the job$'
	[ ! -s out.log ] || fail "$access: $(cat out.log)"
	tail -n 1 rec | grep -q '"event":"end","status":137,"why":"a rule ended' ||
		fail "$access, recorded: $(tail -n 1 rec)"
	[ "$(grep -c '"verdict":"kill".*"how":"killed"' rec)" = 1 ] ||
		fail "$access: the call is not recorded"
	until_true nothing_left
}

ended read "$HERE/deadly/x" 'cat deadly/x'
ended delete "$HERE/deadly/x" 'rm -f deadly/x'
[ "$(cat deadly/x)" = secret ] || fail 'it is gone'
ended run /usr/bin/id '/usr/bin/id'
ended connect tcp:127.0.0.1:9 'exec 3<> /dev/tcp/127.0.0.1/9'
ended signal 'pid [0-9]*' 'kill $!'
# Another thread of the supervisor has the rest of the job.
for threads in 1 4; do
	expect 137 timeout 60 "$PTSANDBOX" --quiet --threads $threads \
		-r kill.yaml -- bash -c 'for i in 1 2 3 4; do
			while [ -e deadly ]; do :; done & done; cat deadly/x'
	until_true nothing_left
done
# Who may look is not killed for that.
expect 0 timeout 60 "$PTSANDBOX" --quiet -r kill.yaml -- \
	bash -c 'test -e deadly/x && echo more > deadly/x'
done_now
