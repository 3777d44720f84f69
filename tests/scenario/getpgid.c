/* getpgid(2): the group of a process, asked. */
/* denied: none: it tells a number of a process that can be guessed */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_getpgid, pid) > 0 ? 0 : -1;
}

void
scenario(void)
{
	pids(call);
}

long
denied(void)
{
	return call(1);
}
