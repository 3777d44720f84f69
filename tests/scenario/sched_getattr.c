/* sched_getattr(2): how a task is scheduled, asked with a struct. */
/* denied: none: it tells a number of a process that can be guessed */
#include "lib/pids.h"

static char room[64];

static long
call(pid_t pid)
{
	return syscall(SYS_sched_getattr, pid, room, 48, 0);
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
