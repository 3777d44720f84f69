/* waitid(2): children only, as ever. */
/* denied: ECHILD */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_waitid, P_PID, pid, NULL, WEXITED | WNOHANG, NULL);
}

void
scenario(void)
{
	pids(call);
	say("a wrong kind", syscall(SYS_waitid, 9, 0, NULL, WEXITED, NULL));
	say("no option", syscall(SYS_waitid, P_ALL, 0, NULL, 0, NULL));
}

long
denied(void)
{
	return call(1);
}
