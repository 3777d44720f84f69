# gdb and strace look into other processes.
# needs: gdb strace gcc
cat > x.c <<'C'
int main(void) { return 3; }
C
gcc -g -o x x.c
t gdb -batch -nx -ex 'print sizeof(int)' ./x
t gdb -batch -nx -ex 'break main' -ex run -ex 'print 6 * 7' ./x > gdb.log 2>&1
grep -c 'Breakpoint 1, main' gdb.log
t strace -o /dev/null true 2> /dev/null
sleep 100 &
t strace -o /dev/null -p $! 2> /dev/null &
kill $!
rm -f x gdb.log
