/* rt_sigqueueinfo(2): a signal with a value. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <signal.h>

/* Signal 0 only asks. */
static long
queue(pid_t pid, int code)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_code = code;
	return syscall(SYS_rt_sigqueueinfo, pid, 0, &info);
}

static long
call(pid_t pid)
{
	return queue(pid, -1);
}

void
scenario(void)
{
	pid_t idle = idle_child();

	pids(call);
	say("in the kernel's name", queue(idle, 0));
	say("in kill's name", queue(idle, SI_TKILL));
	say("no information", syscall(SYS_rt_sigqueueinfo, getpid(), 0, NULL));
	end_child(idle);
}

long
denied(void)
{
	return call(1);
}
