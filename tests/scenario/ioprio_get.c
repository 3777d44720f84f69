/* ioprio_get(2): the priority of input and output, asked. */
/* denied: none: it tells a number of a process that can be guessed */
#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_ioprio_get, 1, pid);
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
