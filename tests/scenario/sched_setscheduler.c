/* sched_setscheduler(2): how a task is scheduled. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <sched.h>

static struct sched_param none;

static long
call(pid_t pid)
{
	return syscall(SYS_sched_setscheduler, pid, SCHED_OTHER, &none);
}

void
scenario(void)
{
	pids(call);
	say("ourselves, by 0", call(0));
	say("a wrong policy",
	    syscall(SYS_sched_setscheduler, getpid(), 99, &none));
	say("no parameters",
	    syscall(SYS_sched_setscheduler, getpid(), 0, NULL));
	say("bad parameters", syscall(SYS_sched_setscheduler, getpid(), 0, 8));
}

long
denied(void)
{
	return call(1);
}
