/* tgkill(2): signals one task of a process. */
/* denied: ESRCH */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_tgkill, pid, pid, 0);
}

void
scenario(void)
{
	pids(call);
	say("zero", call(0));
	say("negative", call(-1));
	say("not its task", syscall(SYS_tgkill, getpid(), 1, 0));
	say("a wrong signal", syscall(SYS_tgkill, getpid(), getpid(), 65));
}

long
denied(void)
{
	return call(1);
}
