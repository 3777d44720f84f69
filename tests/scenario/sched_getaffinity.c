/* sched_getaffinity(2): which CPUs a task may use. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <sched.h>

static cpu_set_t set;

static long
call(pid_t pid)
{
	return syscall(SYS_sched_getaffinity, pid, sizeof(set), &set);
}

void
scenario(void)
{
	pids(call);
	detail("cpus %d", CPU_COUNT(&set));
	say("ourselves, by 0", call(0));
	say("a short room", syscall(SYS_sched_getaffinity, 0, 1, &set));
	say("an odd room", syscall(SYS_sched_getaffinity, 0, 9, &set));
	say("no room", syscall(SYS_sched_getaffinity, 0, sizeof(set), NULL));
}

long
denied(void)
{
	return call(1);
}
