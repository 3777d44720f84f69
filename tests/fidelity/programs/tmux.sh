# tmux: a server, a session, keys typed into it, and its end.
# needs: tmux
# short:
export TMUX_TMPDIR=$PWD SHELL=/bin/bash
t tmux -f /dev/null new-session -d -s one -x 80 -y 24 'bash --norc --noprofile +o history'
t tmux list-sessions -F '#{session_name} #{session_windows}'
t tmux send-keys -t one 'echo $((6 * 7)) > answer; stty size > size' Enter
until_true test -s size
cat answer size
t tmux split-window -t one -d 'sleep 100'
until_true sh -c "tmux list-panes -t one -F '#{pane_current_command}' | grep -q sleep"
t tmux list-panes -t one -F '#{pane_index} #{pane_current_command}'
t tmux resize-window -t one -x 100 -y 40
t tmux new-window -t one -n two 'echo in window two > two; exit 3'
until_true test -s two
t tmux wait-for -S channel
t tmux wait-for channel
t tmux set-buffer text
t tmux show-buffer
t tmux kill-server
until_true sh -c '! tmux list-sessions'
find . -type s -delete
