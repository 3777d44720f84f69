/* setpriority(2): how nice a process is. */
/* denied: ESRCH */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_setpriority, 0, pid, 1);
}

/* PRIO_PGRP */
static void
groups(void)
{
	pid_t child = idle_child();

	setpgid(child, child);
	say("the child's group", syscall(SYS_setpriority, 1, child, 3));
	say("the child", syscall(SYS_getpriority, 0, child));
	end_child(child);
	say("a group of nobody", syscall(SYS_setpriority, 1, 4194999, 3));
	setpgid(0, 0);
	say("our own group", syscall(SYS_setpriority, 1, getpgrp(), 4));
	say("the same, by 0", syscall(SYS_setpriority, 1, 0, 5));
	say("as it is told", syscall(SYS_getpriority, 1, 0));
}

void
scenario(void)
{
	pids(call);
	say("a wrong kind", syscall(SYS_setpriority, 9, 0, 1));
	say("ourselves, by 0", syscall(SYS_setpriority, 0, 0, 2));
	say("as told", syscall(SYS_getpriority, 0, 0));
	groups();
}

long
denied(void)
{
	return call(1);
}
