/* wait4(2): children only, as ever. */
/* denied: ECHILD */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_wait4, pid, NULL, WNOHANG, NULL);
}

void
scenario(void)
{
	pids(call);
	say("a wrong option", syscall(SYS_wait4, -1, NULL, 0x100, NULL));
}

long
denied(void)
{
	return call(1);
}
