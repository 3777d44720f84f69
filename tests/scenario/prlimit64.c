/* prlimit64(2): limits of a process, asked and set. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <sys/resource.h>

static struct rlimit old;

static long
call(pid_t pid)
{
	return syscall(SYS_prlimit64, pid, RLIMIT_NOFILE, NULL, &old);
}

void
scenario(void)
{
	pids(call);
	pid_t child = idle_child();
	struct rlimit new = {100, 100};

	say("set the child's",
	    syscall(SYS_prlimit64, child, RLIMIT_NOFILE, &new, &old));
	say("and ask",
	    syscall(SYS_prlimit64, child, RLIMIT_NOFILE, NULL, &old));
	detail("%ld %ld", (long)old.rlim_cur, (long)old.rlim_max);
	say("as set", 0);
	say("raise it",
	    syscall(SYS_prlimit64, child, RLIMIT_NOFILE,
		&(struct rlimit){50, 40}, NULL));
	say("no such limit", syscall(SYS_prlimit64, child, 99, NULL, &old));
	say("bad memory",
	    syscall(SYS_prlimit64, child, RLIMIT_NOFILE, 8, NULL));
	end_child(child);
}

long
denied(void)
{
	return call(1);
}
