/* sched_getparam(2): a scheduling parameter, asked. */
/* denied: none: it tells a number of a process that can be guessed */
#include "lib/pids.h"

#include <sched.h>

static struct sched_param param;

static long
call(pid_t pid)
{
	return syscall(SYS_sched_getparam, pid, &param);
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
