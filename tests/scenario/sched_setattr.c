/* sched_setattr(2): how a task is scheduled, with a struct. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <linux/sched/types.h>
#include <linux/types.h>

static struct sched_attr attr = {.size = sizeof(attr)};

static long
call(pid_t pid)
{
	return syscall(SYS_sched_setattr, pid, &attr, 0);
}

void
scenario(void)
{
	pids(call);
	say("ourselves, by 0", call(0));
	say("a wrong flag", syscall(SYS_sched_setattr, getpid(), &attr, 1));
	say("no struct", syscall(SYS_sched_setattr, getpid(), NULL, 0));
}

long
denied(void)
{
	return call(1);
}
