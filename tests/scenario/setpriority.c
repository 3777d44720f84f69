/* setpriority(2): how nice a process is. */
/* denied: ESRCH */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_setpriority, 0, pid, 1);
}

void
scenario(void)
{
	pids(call);
	say("a wrong kind", syscall(SYS_setpriority, 9, 0, 1));
	say("ourselves, by 0", syscall(SYS_setpriority, 0, 0, 2));
	say("as told", syscall(SYS_getpriority, 0, 0));
}

long
denied(void)
{
	return call(1);
}
