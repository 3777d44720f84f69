/* sched_setaffinity(2): which CPUs a task shall use; what was set is told
 * again. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <sched.h>

static cpu_set_t set;

/* The first CPU that we may use. */
static const cpu_set_t *
mask(void)
{
	cpu_set_t all;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof(all), &all) != 0)
		return &set;
	for (int i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET(i, &all)) {
			CPU_SET(i, &set);
			break;
		}
	return &set;
}

static long
call(pid_t pid)
{
	return syscall(SYS_sched_setaffinity, pid, sizeof(set), mask());
}

void
scenario(void)
{
	pids(call);
	say("ourselves, by 0", call(0));
	CPU_ZERO(&set);
	sched_getaffinity(0, sizeof(set), &set);
	detail("cpus %d", CPU_COUNT(&set));
	say("as told", 0);
	CPU_ZERO(&set);
	say("none", syscall(SYS_sched_setaffinity, 0, sizeof(set), &set));
	say("no mask", syscall(SYS_sched_setaffinity, 0, sizeof(set), NULL));
	say("no size", syscall(SYS_sched_setaffinity, 0, 0, &set));
}

long
denied(void)
{
	return call(1);
}
