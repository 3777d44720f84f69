/* pidfd_send_signal(2): a signal through a descriptor. */
/* denied: none: a descriptor for another process cannot be had, pidfd_open(2)
 * is what is denied */
#include "lib/guest.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

static long
call(long fd, int sig)
{
	return syscall(SYS_pidfd_send_signal, fd, sig, NULL, 0);
}

/* A process by its folder in procfs, as before there was pidfd_open(2). */
static int
folder(pid_t pid, const char *below, int flags)
{
	char name[64];

	snprintf(name, sizeof(name), "/proc/%d%s", (int)pid, below);
	return open(name, O_DIRECTORY | flags);
}

static void
by_folder(void)
{
	pid_t child = idle_child();
	int fd = folder(child, "", 0), status = 0;
	long sent;

	say("ask by its folder", call(fd, 0));
	say("a wrong signal by its folder", call(fd, 65));
	say("a folder held as a name", call(folder(child, "", O_PATH), 0));
	say("a folder in its folder", call(folder(child, "/fd", 0), 0));
	say("a thread's folder", call(folder(child, "/task", 0), 0));
	say("all of procfs", call(open("/proc", O_DIRECTORY), 0));
	say("another folder", call(open("/usr", O_DIRECTORY), 0));
	sent = call(fd, SIGTERM);
	say("by its folder", sent);
	if (sent != 0)
		kill(child, SIGKILL);
	waitpid(child, &status, 0);
	detail("signal %d", WTERMSIG(status));
	say("it arrived", 0);
	say("the folder of a dead process", call(fd, 0));
}

void
scenario(void)
{
	pid_t child = idle_child();
	long fd = syscall(SYS_pidfd_open, child, 0);
	siginfo_t info;
	int status = 0;

	say("ask", call(fd, 0));
	say("a wrong signal", call(fd, 65));
	say("a wrong flag", syscall(SYS_pidfd_send_signal, fd, 0, NULL, 99));
	memset(&info, 0, sizeof(info));
	info.si_code = SI_QUEUE;
	info.si_signo = SIGTERM;
	say("information of another signal",
	    syscall(SYS_pidfd_send_signal, fd, SIGUSR1, &info, 0));
	say("bad information",
	    syscall(SYS_pidfd_send_signal, fd, SIGTERM, 8, 0));
	say("with information",
	    syscall(SYS_pidfd_send_signal, fd, SIGTERM, &info, 0));
	waitpid(child, &status, 0);
	detail("signal %d", WTERMSIG(status));
	say("it arrived", 0);
	say("a dead process", call(fd, 0));
	say("no descriptor", call(987, 0));
	say("another descriptor", call(1, 0));
	by_folder();
}

long
denied(void)
{
	return 0;
}
