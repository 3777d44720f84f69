# ps, pgrep, pkill, kill, nice, taskset, prlimit, setsid, lsof, fuser.
# needs: ps pgrep taskset prlimit setsid chrt ionice
# short:
# normal: /task/\d+ => /task/N
# normal: kill -0 \d\d+ => kill -0 PID
sleep 1111 &
until_true pgrep -P $$ -x sleep
t ps -o comm=,args=,nlwp= -p $!
t pgrep -P $$ -x sleep -a | cut -d ' ' -f 2-
t nice -n 5 nice
t renice -n 3 -p $! | cut -d ' ' -f 4-
t ps -o ni= -p $!
t taskset -c 0 taskset -cp $! | cut -d : -f 2
t taskset -c 0 nproc
t taskset -c 0 grep Cpus_allowed_list /proc/self/status
t grep -c . /proc/$!/status
t prlimit --nofile=50 --pid $!
t prlimit --nofile --noheadings -o SOFT,HARD --pid $!
t prlimit --nproc=999 sh -c 'ulimit -u' 2> /dev/null
t chrt -b 0 chrt -p $$ | cut -d : -f 2
t ionice -c 3 ionice
t ionice -c 2 -n 7 ionice
t ps -o ppid= -p $! | grep -cw $$
t kill -0 $!
t pkill -P $$ -x sleep
wait $!
echo "status $?"
t kill -0 $! 2> /dev/null
t kill -0 1
t kill -9 999999999 2> /dev/null
sh -c 'kill -STOP $$; exit 3' &
until_true sh -c "ps -o stat= -p $! | grep -qi t"
t ps -o stat= -p $! | sed 's/^\(.\).*/stopped \1/'
kill -CONT $!
wait $!
echo "status $?"
awk '/TracerPid/ { print "traced by", $2 == 0 ? 0 : "another" }' /proc/self/status
t setsid -w sh -c '[ "$(ps -o sid= -p $$ | tr -d " ")" = $$ ]'
t grep -E '^(Name|State|Uid|Groups|Threads|CapEff|CapPrm|CapBnd|NoNewPrivs)' /proc/self/status
t readlink /proc/self/exe /proc/self/root
t cat /proc/self/wchan /proc/self/oom_score_adj /proc/self/loginuid
t wc -l < /proc/self/cmdline
t sh -c 'tr "\0" "\n" < /proc/self/environ | cut -d = -f 1 | sort'
t ls /proc/self /proc/self/task/*/ | sort -u | tr '\n' ' '
t sh -c 'ls -l /proc/self/fd | wc -l'
t sh -c 'echo 500 > /proc/self/oom_score_adj; cat /proc/self/oom_score_adj'
t sh -c 'echo 9 > /proc/sys/kernel/pid_max' 2>&1
t head -c 100 /proc/1/environ 2>&1
t readlink /proc/1/exe
t ls /proc/1/fd 2>&1 | sed '/^[0-9]*$/d'
t cat /proc/1/comm > /dev/null
t time -p true 2> /dev/null
t pstree $$ > /dev/null
t vmstat > /dev/null
t free > /dev/null
t ipcs > /dev/null
t lslocks > /dev/null
t findmnt -n -o TARGET /
t mountpoint /proc
t lscpu > /dev/null
t sysctl -n kernel.ostype
t dmesg > /dev/null 2>&1
