/* sched_getscheduler(2): how a task is scheduled, asked. */
/* denied: none: it tells a number of a process that can be guessed */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_sched_getscheduler, pid);
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
