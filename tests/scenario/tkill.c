/* tkill(2): signals one task. */
/* denied: ESRCH */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_tkill, pid, 0);
}

void
scenario(void)
{
	pids(call);
	say("zero", call(0));
	say("negative", call(-1));
	say("a wrong signal", syscall(SYS_tkill, getpid(), 65));
}

long
denied(void)
{
	return call(1);
}
