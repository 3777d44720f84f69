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

/* Who has ended and was not waited for can be signalled, to no effect. */
static void
ended(void)
{
	pid_t child = idle_child();
	siginfo_t info;

	setpgid(child, child);
	kill(child, SIGTERM);
	waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
	say("one that ended", call(child));
	say("a signal to it", syscall(SYS_kill, child, SIGKILL));
	say("a wrong signal to it", syscall(SYS_kill, child, 65));
	say("its group", syscall(SYS_kill, -child, SIGTERM));
	int fd = (int)syscall(SYS_pidfd_open, child, 0);

	say("a descriptor of it", fd < 0 ? fd : 0);
	say("through it", syscall(SYS_pidfd_send_signal, fd, SIGTERM, 0, 0));
	close(fd);
	detail("signal %d", ended_by(child));
	say("it is waited for", call(child));
	say("and so its group", syscall(SYS_kill, -child, 0));
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
	ended();
}

long
denied(void)
{
	return call(1);
}
