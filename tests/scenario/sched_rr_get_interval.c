/* sched_rr_get_interval(2): the time slice of a task. */
/* denied: none: it tells a number of a process that can be guessed */
#include "lib/pids.h"

#include <time.h>

static struct timespec t;

static long
call(pid_t pid)
{
	return syscall(SYS_sched_rr_get_interval, pid, &t);
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
