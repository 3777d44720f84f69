/* pidfd_open(2): a descriptor for a process. */
/* denied: ESRCH */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return closed(syscall(SYS_pidfd_open, pid, 0));
}

void
scenario(void)
{
	pids(call);
	say("zero", call(0));
	say("negative", call(-1));
	say("a wrong flag", syscall(SYS_pidfd_open, getpid(), 1));
}

long
denied(void)
{
	return call(1);
}
