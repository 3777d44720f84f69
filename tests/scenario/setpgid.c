/* setpgid(2): the group of a process. */
/* denied: ESRCH */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_setpgid, pid, 0);
}

void
scenario(void)
{
	pid_t first = getpgrp();

	pids(call);
	say("ourselves, by 0", call(0));
	say("back to the first group", syscall(SYS_setpgid, 0, first));
	say("a negative group", syscall(SYS_setpgid, 0, -1));
	say("a group of nobody", syscall(SYS_setpgid, 0, 4194999));
}

long
denied(void)
{
	return call(1);
}
