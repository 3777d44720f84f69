/* sched_setparam(2): a scheduling parameter. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <sched.h>

static struct sched_param none;

static long
call(pid_t pid)
{
	return syscall(SYS_sched_setparam, pid, &none);
}

void
scenario(void)
{
	pids(call);
	say("ourselves, by 0", call(0));
	say("no parameters", syscall(SYS_sched_setparam, getpid(), NULL));
}

long
denied(void)
{
	return call(1);
}
