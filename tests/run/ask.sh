#!/bin/bash
# Rules that ask, at a terminal: the question, its answers, whom they count
# for, and that the terminal is the job's again afterwards.
# Functions are called by until_true.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

command -v tmux > /dev/null || skip "no tmux"
command -v python3 > /dev/null || skip "no python3"
SOCKET=$HERE/tmux.sock
tmx()
{
	tmux -f /dev/null -S "$SOCKET" "$@"
}
# What is on the screen and what scrolled away.
shows()
{
	tmx capture-pane -p -J -S - -t t | grep -q -- "$1"
}
times()
{
	[ "$(tmx capture-pane -p -J -S - -t t | grep -c -- "$2")" = "$1" ]
}
type_in()
{
	tmx send-keys -t t "$@"
}
# answer N TEXT WORD: waits for the N-th question of this part, and answers it.
# What others of the job print may stand behind it.
answer()
{
	asked "$1" || return
	shows "^ptsandbox asks: $2?" || fail "question $1 is not: $2"
	type_in "$3" Enter
}
asked()
{
	until_true times "$1" '^ptsandbox, your answer:'
}
# part COMMAND: a part of the test, on an empty screen.
part()
{
	type_in "clear" Enter
	until_true cleared
	tmx clear-history -t t
	type_in "$1; echo 'st'atus=\$?" Enter
}
cleared()
{
	[ "$(tmx capture-pane -p -t t | grep -vc '^$')" -le 1 ]
}
ends()
{
	until_true shows "^status=$1"
}
trap 'tmx kill-server 2> /dev/null' EXIT

mkdir secret keep
for f in one two three four; do echo "words of $f" > secret/$f; done
cat > ask.yaml <<END
version: 1
files:
  - {deny: any, path: $HERE/keep}
  - {ask: [read, write], path: $HERE/secret}
processes:
  - {ask: signal, to: children}
include: [./rules.yaml]
END
S=$HERE/secret
cat > opens.py <<'END'
import sys
for name in sys.argv[1:]:
    name, _, mode = name.partition("=")
    last = name.rsplit("/", 1)[1]
    try:
        with open(name, mode or "r") as f:
            print("had", last, mode or f.read().strip())
    except OSError as e:
        print("not", last, e.errno)
END
tmx new-session -d -s t -x 300 -y 50 bash --norc --noprofile -i ||
	skip "tmux does not start here"
until_true shows '[$#]'
type_in "unset HISTFILE; PS1='> '" Enter
run="$PTSANDBOX -r ask.yaml --audit audit.json --save-answers keep/saved.yaml"

# once, no: for one call; always, never: for all of that object.
part "$run python3 opens.py $S/one $S/one $S/two $S/two $S/three $S/three"
answer 1 "read $S/one" once
answer 2 "read $S/one" n
answer 3 "read $S/two" always
answer 4 "read $S/three" never
ends 0
for line in 1:'had one words' 1:'not one 13' 2:'had two' 2:'not three 13'; do
	until_true times "${line%%:*}" "^${line#*:}"
done
times 4 '^ptsandbox asks' || fail "more questions than four"
shows "for python3.* by rule ask.yaml:4" || fail "who and which rule"
shows "save to keep/saved.yaml: {allow: read, path: $S/one}" || fail "saving"
for word in once no always never; do
	grep -q "\"rule\":\"ask.yaml:4\".*\"asked\":\"$word\"" audit.json ||
		fail "the record has no '$word'"
done

# below: for all of the folder; and what is no answer is asked again.
part "$run python3 opens.py $S/one $S/two $S/five=w $S/six=w $S/three"
answer 1 "read $S/one" maybe
asked 2
shows 'answer with one of the words' || fail "no word on what is no answer"
answer 2 "read $S/one" below
answer 3 "create $S/five" b
ends 0
times 3 '^had .* words of' || fail "below, reading"
times 2 '^had [fs]i.* w$' || fail "below, making"

# Saved: said once, and in the next run too.
part "$run python3 opens.py $S/four $S/four"
answer 1 "read $S/four" save
ends 0
times 2 '^had four' || fail "saved, in this run"
part "$PTSANDBOX -r keep/saved.yaml -r ask.yaml python3 opens.py $S/four"
ends 0
shows '^had four' || fail "saved, in the next"
[ "$(cat keep/saved.yaml)" = "version: 1
files:
  - {allow: read, path: $S/four}" ] || fail "saved: $(cat keep/saved.yaml)"

# A name that is moved to where the rules allow more, or gets a second one there,
# takes its answers along: all of them are asked for.
part "$run mv $S/three moved"
answer 1 "delete $S/three" once
answer 2 "read, modify, attributes $S/three" n
ends 1
[ -e secret/three ] || fail "moved, and refused"
part "$run mv $S/three moved"
answer 1 "delete $S/three" once
answer 2 "read, modify, attributes $S/three" once
ends 0
[ -e moved ] || fail "not moved"
part "$run ln $S/four linked"
answer 1 "read, modify, attributes $S/four" once
ends 0
[ linked -ef secret/four ] || fail "not linked"

# An answer for the run is listed with a number, and by that forgotten.
part "$run --ctl sh -c 'cat $S/one; until [ -e again ]; do sleep 0.05; done; cat $S/one'"
answer 1 "read $S/one" always
until_true shows '^words of one'
run_pid=$(tmx capture-pane -p -J -S - -t t |
	sed -n 's/.*its rules: ptsandbox ctl \([0-9]*\) list.*/\1/p')
expect 0 "$PTSANDBOX" ctl "$run_pid" list
grep -q "^ *a1 always read $S/one, asked by ask.yaml:4$" out.log ||
	fail "not listed: $(grep -A 3 '^answers' out.log)"
expect 0 "$PTSANDBOX" ctl "$run_pid" revoke a1
grep -q "^answer a1 is forgotten: always read $S/one" out.log ||
	fail "$(cat out.log)"
expect 125 "$PTSANDBOX" ctl "$run_pid" revoke a1
touch again
answer 2 "read $S/one" no
ends 1
grep -q '"event":"rules","change":"forget","number":1,"profile":"main","rule":"always read' \
	audit.json || fail "what is forgotten is not in the record"

# What was typed ahead is no answer, and the terminal is the job's again: its
# own settings, and what is typed after the answer.
part "$run python3 -c 'import select, termios
a = termios.tcgetattr(0); a[3] &= ~termios.ECHO; termios.tcsetattr(0, 0, a)
print(\"be\" + \"gun\", flush=True)
select.select([0], [], [])
print(open(\"$S/two\").read(), end=\"\")
print(\"same\" if termios.tcgetattr(0) == a else \"other\", \"state\", flush=True)
print(\"line\", input())
'"
until_true shows '^begun'
type_in "always" Enter
answer 1 "read $S/two" once
until_true shows '^same state'
type_in "after" Enter
ends 0
shows '^line after' || fail "what follows the answer is the job's"
grep -q '"asked":"once"' audit.json || fail "typed ahead, and taken"

# Three that ask at once: one question after the other, each answered once.
part "$run sh -c 'cat $S/one > o1 & cat $S/two > o2 & cat $S/one > o3 & wait'"
asked 1
if shows "asks: read $S/one"; then
	answer 1 "read $S/one" always
	answer 2 "read $S/two" always
else
	answer 1 "read $S/two" always
	answer 2 "read $S/one" always
fi
ends 0
times 2 '^ptsandbox asks' || fail "one asked twice"
[ "$(cat o1 o2 o3)" = "words of one
words of two
words of one" ] || fail "not all were read"

# Others of the job go on; what was killed is asked about no more; who is told
# to end while it waits does, and whom a stop is for stops and asks again.
rm -f pid
part "$run sh -c 'cat $S/one & echo \$! > pid; wait \$!; echo en\"\"ded \$?'"
asked 1
until_true test -s pid
kill -KILL "$(cat pid)"
ends 0
shows 'asked no more' || fail "a question of the dead"
shows '^ended 137' || fail "killed"
rm -f pid
part "$run sh -c 'cat $S/one & echo \$! > pid; wait \$!; echo en\"\"ded \$?'"
asked 1
until_true test -s pid
kill -STOP "$(cat pid)"
until_true shows 'asked no more'
kill -CONT "$(cat pid)"
asked 2
kill -TERM "$(cat pid)"
ends 0
shows '^ended 143' || fail "told to end"

# Another thread may exec meanwhile: the question goes with its thread.
part "$run python3 -c 'import os, threading, time
t = threading.Thread(target=lambda: open(\"$S/one\"))
t.start()
while not os.path.exists(\"exec\"): time.sleep(0.05)
os.execv(\"/bin/echo\", [\"echo\", \"be\" + \"came\"])'"
asked 1
touch exec
ends 0
shows became || fail "exec"

# It may be the leader that waits, whose number the other one takes.
rm exec
part "$run python3 -c 'import os, threading, time
def run():
    while not os.path.exists(\"exec\"): time.sleep(0.05)
    os.execv(\"/bin/cat\", [\"cat\", \"$S/two\"])
threading.Thread(target=run).start()
open(\"$S/one\")'"
asked 1
touch exec
answer 2 "read $S/two" once
ends 0
shows '^words of two' || fail "exec beside the leader"

# The job's first process ends: so does all that waits.
part "$run sh -c 'cat $S/one & while [ ! -e end ]; do sleep 0.05; done; exit 6'"
asked 1
touch end
ends 6

# An answer on a signal is for all who stand so to the sender.
part "$run bash -c 'sleep 50 & sleep 50 & kill \$! && kill %1 && echo ki\"\"lled'"
answer 1 "signal pid [0-9]*" always
ends 0
shows '^killed' || fail "signals"
times 1 '^ptsandbox asks' || fail "signals, asked twice"

# Ctrl-C at a question ends the job; Ctrl-Z stops it, and fg asks again.
part "$run cat $S/one"
asked 1
type_in C-c
ends 130
part "$run sh -c 'test -r $S/one && cat $S/one; true'"
asked 1
type_in C-z
until_true shows 'Stopped.*one'
type_in "fg" Enter
answer 2 "read $S/one" once
until_true shows '^words of one'
type_in "echo 'in' shell" Enter
until_true shows '^in shell'

# In the background nobody is asked.
part "$run sh -c 'cat $S/one; true'"
asked 1
type_in C-z
until_true shows 'Stopped.*one'
type_in "bg; wait; echo 'wai'ted" Enter
until_true shows '^waited'
shows "denied: read $S/one.*in the background of the terminal" ||
	fail "in the background"

# An interactive shell inside, whose jobs have the terminal to themselves.
part "$run bash --norc --noprofile -i"
type_in "PS1='in''side> '" Enter
until_true shows 'inside>'
type_in "cat $S/one" Enter
answer 1 "read $S/one" once
until_true shows '^words of one'
type_in "echo 'rea'dy; read x; echo go''t \$x" Enter
# What is typed while the shell reads a line by keys is no line.
until_true shows '^ready'
type_in "typed" Enter
until_true shows '^got typed'
type_in "exit 3" Enter
ends 3
done_now
