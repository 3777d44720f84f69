/* The keeper: a sleeping process that shares the supervisor's descriptors. */
#include "call/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "wall/landlock.h"

/* What a keeper says once: that it is one, or why not. */
struct word {
	int err;    /* 0, or errno */
	pid_t twin; /* its pid; 0: none was wanted */
};

/* In this order: a supervisor that died before the first call is seen by the
 * second. */
static int
tie_to(pid_t supervisor)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return errno;
	return getppid() == supervisor ? 0 : ESRCH;
}

/* Makes the calling process a keeper.  Returns 0, or errno. */
static int
become_keeper(void)
{
	prctl(PR_SET_NAME, "ptsandbox-keep");
	/* /proc/PID/fd is looked at under PTRACE_MODE_READ: it needs a dumpable
	 * process (ptrace(2)). */
	return prctl(PR_SET_DUMPABLE, 1) < 0 ? errno : 0;
}

static void __attribute__((noreturn)) sleep_for_ever(struct word *w, int ready)
{
	if (w->err == 0)
		w->err = become_keeper();
	if (fd_write(ready, w, sizeof(*w)) < 0 || w->err != 0)
		_exit(1);
	for (;;)
		pause();
}

/* The keeper's own twin: behind the same wall, a child of the supervisor's too,
 * with descriptors of its own.  Returns as fork(). */
static pid_t
make_twin(int ruleset)
{
	int err = landlock_enter(ruleset);
	pid_t pid;

	if (err != 0)
		return err;
	pid = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL,
	    NULL, NULL);
	return pid < 0 ? -errno : pid;
}

/* Waits until the keeper is one: before it is dumpable, the kernel refuses the
 * job what it leads to.  It has our descriptors, so that the pipe does not end
 * with it: its own end is waited for, too.  Returns 0, or -errno. */
static int
wait_ready(pid_t pid, int ready, pid_t *ret_twin)
{
	cleanup_fd int life = (int)syscall(SYS_pidfd_open, pid, 0u);
	struct pollfd p[2] = {
	    {.fd = ready, .events = POLLIN},
            {.fd = life,  .events = POLLIN}
        };
	struct word w = {.err = EIO};
	ssize_t n;

	*ret_twin = 0;
	if (life < 0)
		return -errno;
	while (poll(p, 2, -1) < 0)
		if (errno != EINTR)
			return -errno;
	if (p[0].revents == 0)
		return -ECHILD;
	do
		n = read(ready, &w, sizeof(w));
	while (n < 0 && errno == EINTR);
	*ret_twin = w.twin;
	return n < 0 ? -errno : -w.err;
}

/* `ruleset`: -1 for a keeper alone.  Returns twice where there is a twin: in
 * it, 0. */
static pid_t
start(int ruleset, pid_t *ret_twin)
{
	struct word w = {0};
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
	if (pid == 0) {
		w.err = tie_to(supervisor);
		if (w.err == 0 && ruleset >= 0) {
			w.twin = make_twin(ruleset);
			if (w.twin == 0)
				return 0;
			if (w.twin < 0)
				w.err = -w.twin;
		}
		sleep_for_ever(&w, ready[1]);
	}
	if (pid < 0)
		pid = -errno;
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (pid < 0)
		return pid;
	err = wait_ready(pid, ready_read, ret_twin);
	if (err == 0)
		return pid;
	keeper_stop(pid);
	return err;
}

pid_t
keeper_start(void)
{
	pid_t none;

	return start(-1, &none);
}

pid_t
keeper_fork(int ruleset, pid_t *ret_keeper)
{
	pid_t twin = 0, pid = start(ruleset, &twin);

	if (pid <= 0)
		return pid;
	*ret_keeper = pid;
	return twin;
}

void
keeper_stop(pid_t pid)
{
	if (pid <= 0 || kill(pid, SIGKILL) < 0)
		return;
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}
