/* getpriority(2): how nice a process is, asked. */
/* denied: none: it tells a number of a process that can be guessed */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_getpriority, 0, pid);
}

void
scenario(void)
{
	pids(call);
}

long
denied(void)
{
	return call(1);
}
