/* kill(2): signals, by process and by group; 0 only asks. */
/* denied: ESRCH */
#include "lib/pids.h"

#include <signal.h>

static int
ended_by(pid_t child)
{
	int status = 0;

	waitpid(child, &status, 0);
	return WTERMSIG(status);
}

static long
call(pid_t pid)
{
	return syscall(SYS_kill, pid, 0);
}

void
scenario(void)
{
	pids(call);
	say("a wrong signal", syscall(SYS_kill, getpid(), 65));
	say("a negative signal", syscall(SYS_kill, getpid(), -1));
	say("a group of nobody", syscall(SYS_kill, -4194999, 0));
	say("the smallest number", syscall(SYS_kill, (int)0x80000000, 0));
	pid_t child = idle_child();

	say("a real one", syscall(SYS_kill, child, SIGTERM));
	detail("signal %d", ended_by(child));
	say("it arrived", 0);
}

long
denied(void)
{
	return call(1);
}
