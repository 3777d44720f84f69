/* rt_tgsigqueueinfo(2): a signal with a value for one task. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <signal.h>

static long
queue(pid_t pid)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_code = SI_QUEUE;
	return syscall(SYS_rt_tgsigqueueinfo, pid, pid, 0, &info);
}

static long
call(pid_t pid)
{
	return queue(pid);
}

void
scenario(void)
{
	pids(call);
	say("zero", call(0));
	say("no information",
	    syscall(SYS_rt_tgsigqueueinfo, getpid(), getpid(), 0, NULL));
}

long
denied(void)
{
	return call(1);
}
