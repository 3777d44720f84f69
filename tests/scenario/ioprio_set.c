/* ioprio_set(2): the priority of input and output. */
/* denied: ESRCH */
#include <limits.h>

#include "lib/pids.h"

static long
call(pid_t pid)
{
	return syscall(SYS_ioprio_set, 1, pid, 2 << 13 | 5);
}

void
scenario(void)
{
	pids(call);
	say("ourselves, by 0", call(0));
	say("a wrong kind", syscall(SYS_ioprio_set, 9, 0, 0));
	say("the lowest kind", syscall(SYS_ioprio_set, INT_MIN, 0, 0));
	say("a wrong class", syscall(SYS_ioprio_set, 1, 0, 7 << 13));
	say("as told", syscall(SYS_ioprio_get, 1, 0));
}

long
denied(void)
{
	return call(1);
}
