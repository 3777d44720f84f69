#!/bin/bash
# At a terminal: Ctrl-C and Ctrl-Z reach the job and not us, and the shell that
# started us sees what it would see without us.
# Functions are called by until_true.
# shellcheck disable=SC2317
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

command -v tmux > /dev/null || skip "no tmux"
command -v ps > /dev/null || skip "no ps"
SOCKET=$HERE/tmux.sock
tmx()
{
	tmux -f /dev/null -S "$SOCKET" "$@"
}
shows()
{
	tmx capture-pane -p -t t | grep -q -- "$1"
}
type_in()
{
	tmx send-keys -t t "$@"
}
no_sleeper()
{
	! pgrep -f "^$nap\$"
}
# times N TEXT: so many lines have it.
times()
{
	[ "$(tmx capture-pane -p -J -t t | grep -c -- "$2")" = "$1" ]
}
# This test's own, and no other's that runs now.
nap="sleep 4321.$$"
trap 'tmx kill-server 2> /dev/null' EXIT

# As words: one string would be given to the SHELL of the user, which may refuse.
tmx new-session -d -s t -x 300 -y 40 bash --norc --noprofile -i ||
	skip "tmux does not start here"
until_true shows '[$#]'
run="$PTSANDBOX --quiet -r $RULES --"

# Each part has words of its own: those of the one before may still be shown.

# Ctrl-C ends the job; the shell sees a death by SIGINT.
type_in "$run sh -c 'echo be''gun1; sleep 1000'" Enter
until_true shows '^begun1'
type_in C-c
type_in "echo 'st'atus=\$?" Enter
until_true shows '^status=130'

# A job that catches it goes on.
type_in "clear; $run bash -c 'trap \"echo cau''ght; exit 5\" INT; echo be''gun2; while :; do sleep 0.1; done'" Enter
until_true shows '^begun2'
type_in C-c
until_true shows 'caught'
type_in "echo 'st'atus=\$?" Enter
until_true shows '^status=5'

# Ctrl-Z stops it, the shell says so, fg goes on with it.
type_in "clear; $run bash -c 'echo be''gun3; read x; echo got \$x'" Enter
until_true shows '^begun3'
type_in C-z
until_true shows "Stopped.*gun3"
type_in "fg" Enter
# What is typed while the shell reads a line by keys is no line: it tells what
# goes on when it no longer does.
until_true times 3 gun3
type_in "words" Enter
until_true shows '^got words'

# bg, then an end in the background.
type_in "clear; $run sh -c 'echo be''gun4; while [ ! -e $HERE/go ]; do sleep 0.05; done; echo en''ded'" Enter
until_true shows '^begun4'
type_in C-z
until_true shows "Stopped.*gun4"
type_in "bg; touch $HERE/go; wait; echo 'wai'ted" Enter
until_true shows '^ended'
until_true shows '^waited'

# An interactive shell inside has job control of its own.
type_in "clear; $run bash --norc --noprofile -i" Enter
type_in "PS1='inn''er> '" Enter
until_true shows 'inner>'
type_in "$nap" Enter
until_true pgrep -f "^$nap\$"
type_in C-z
until_true shows "Stopped.*$nap"
type_in "fg" Enter
until_true pgrep -r S -f "^$nap\$"
type_in C-c
until_true no_sleeper
type_in "exit 3" Enter
type_in "echo 'st'atus=\$?" Enter
until_true shows '^status=3'

# Such a shell that becomes another program gives the terminal back.
type_in "clear; $run bash --norc --noprofile -i" Enter
type_in "PS1='out''er> '" Enter
until_true shows 'outer>'
type_in "exec $nap" Enter
until_true pgrep -r S -f "^$nap\$"
type_in C-z
until_true shows 'Stopped.*bash'
type_in "fg" Enter
until_true pgrep -r S -f "^$nap\$"
type_in C-c
until_true no_sleeper
type_in "echo 'st'atus=\$?" Enter
until_true shows '^status=130'

# The size of the terminal is told.
type_in "clear; $run python3 -c 'import os; print(\"si\" + \"ze\", *os.get_terminal_size())'" Enter
until_true shows '^size 300 40'
done_now
