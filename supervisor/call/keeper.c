/* The keeper: a sleeping process that shares the supervisor's descriptors. */
#include "call/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"

/* Makes the calling process a keeper.  Returns 0, or errno. */
static int
become_keeper(pid_t supervisor)
{
	/* In this order: a supervisor that died before the first call is seen
	 * by the second. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return errno;
	if (getppid() != supervisor)
		return ESRCH;
	prctl(PR_SET_NAME, "ptsandbox-keep");
	/* /proc/PID/fd is looked at under PTRACE_MODE_READ: it needs a dumpable
	 * process (ptrace(2)). */
	return prctl(PR_SET_DUMPABLE, 1) < 0 ? errno : 0;
}

static void __attribute__((noreturn))
sleep_for_ever(pid_t supervisor, int ready)
{
	int err = become_keeper(supervisor);

	if (write(ready, &err, sizeof(err)) < 0 || err)
		_exit(1);
	for (;;)
		pause();
}

/* Waits until the keeper is one: before it is dumpable, the kernel refuses the
 * job what it leads to.  Returns 0, or -errno. */
static int
wait_ready(int ready)
{
	int err = EIO;
	ssize_t n;

	do
		n = read(ready, &err, sizeof(err));
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : -err;
}

pid_t
keeper_start(void)
{
	cleanup_fd int ready_read = -1;
	cleanup_fd int ready_write = -1;
	pid_t supervisor = getpid();
	sigset_t all, old;
	int ready[2];
	pid_t pid;
	int err;

	if (pipe2(ready, O_CLOEXEC) < 0)
		return -errno;
	ready_read = ready[0];
	ready_write = ready[1];
	sigfillset(&all);
	/* Blocked in the keeper for good: a Ctrl-C is not for it. */
	sigprocmask(SIG_BLOCK, &all, &old);
	/* No stack: without CLONE_VM the child has a copy of ours. */
	pid = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, NULL, NULL, NULL,
	    NULL);
	if (pid == 0)
		sleep_for_ever(supervisor, ready[1]);
	if (pid < 0)
		pid = -errno;
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (pid < 0)
		return pid;
	err = wait_ready(ready_read);
	if (err == 0)
		return pid;
	keeper_stop(pid);
	return err;
}

void
keeper_stop(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}
