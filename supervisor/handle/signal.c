/* Signals: they reach processes of the job only.
 *
 * A signal to one process is judged from registers and sent by the kernel.  One
 * to a group that may hold strangers (the group that we were started in, or
 * everybody) is sent by us, to one process of the job after the other.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "handle/handle.h"
#include "handle/target.h"
#include "tracee/fdinfo.h"

/* linux/pidfd.h, since Linux 6.9. */
#define SIGNAL_THREAD        1u
#define SIGNAL_THREAD_GROUP  2u
#define SIGNAL_PROCESS_GROUP 4u

/* PIDFD_THREAD, as it stands among a descriptor's flags. */
#define THREAD_PIDFD O_EXCL

#define EVERYBODY (-1)

/* kill(2): "everybody" leaves the caller out. */
static bool
is_member(const struct call *c, const struct process *p, pid_t group)
{
	if (group == EVERYBODY)
		return p != c->task->process;
	return getpgid(p->tgid) == group;
}

struct crowd {
	unsigned members;
	unsigned allowed;
	pid_t forbidden; /* one of those that the rules forbid; 0: none */
	pid_t ends;      /* one for which the rules end the job; 0: none */
	pid_t asks;      /* one that a question is to be put for; 0: none */
};

static void
count_group(struct call *c, pid_t group, struct crowd *ret)
{
	const struct process *p;
	bool ends;

	*ret = (struct crowd){0};
	for (p = c->m->tracees.by_tgid; p != NULL; p = p->hh.next) {
		if (!is_member(c, p, group))
			continue;
		ret->members++;
		switch (target_would(c, p, &ends)) {
		case ASKED_YES: ret->allowed++; break;
		case ASKED_WAIT: ret->asks = p->tgid; break;
		case ASKED_NO:
		case ASKED_NOBODY:
			if (ends)
				ret->ends = p->tgid;
			else
				ret->forbidden = p->tgid;
		}
	}
}

/* Sends to each allowed member, to the caller last: it may not outlive it.
 * Returns the call's result. */
static struct verdict
send_each(struct call *c, pid_t group, int sig)
{
	const struct process *self = c->task->process;
	const struct process *p;
	int err = ESRCH;
	bool sent = false, ends;

	for (p = c->m->tracees.by_tgid; p != NULL; p = p->hh.next) {
		if (p == self || !is_member(c, p, group) ||
		    target_would(c, p, &ends) != ASKED_YES)
			continue;
		if (kill(p->tgid, sig) == 0)
			sent = true;
		else
			err = errno;
	}
	if (is_member(c, self, group) &&
	    target_would(c, self, &ends) == ASKED_YES) {
		if (kill(self->tgid, sig) == 0)
			sent = true;
		else
			err = errno;
	}
	return sent ? v_return(0) : v_refuse(err);
}

static struct verdict
kill_group(struct call *c, pid_t group, int sig)
{
	char text[40];
	const char *kept;
	struct crowd crowd;

	if (sig < 0 || sig >= NSIG)
		return v_refuse(EINVAL);
	count_group(c, group, &crowd);
	if (crowd.members == 0)
		return target_ended(c, group, true) ? v_return(0)
						    : v_refuse(ESRCH);
	if (crowd.ends != 0)
		return target_may(c, crowd.ends) ? v_refuse(EPERM) : c->out;
	/* Nobody is signalled before all answers are there. */
	if (crowd.asks != 0)
		return target_may(c, crowd.asks) ? v_refuse(EPERM) : c->out;
	if (crowd.allowed == 0)
		return target_may(c, crowd.forbidden) ? v_refuse(EPERM)
						      : c->out;

	snprintf(text, sizeof(text),
	    group == EVERYBODY ? "everybody" : "group %d", (int)group);
	kept = call_keep(c, text);
	if (kept == NULL)
		return c->out;
	call_note(c, ACC_SIGNAL, NULL, kept);
	if (group != EVERYBODY && group != c->m->pgrp &&
	    crowd.allowed == crowd.members)
		return v_pass();
	return send_each(c, group, sig);
}

/* May the call go on, to signal one process?  One that ended is not signalled
 * at all: its number can be somebody else's by then. */
static bool
may_signal(struct call *c, pid_t pid, int sig)
{
	if (!target_ended(c, pid, false))
		return target_may(c, pid);
	c->out = sig < 0 || sig >= NSIG ? v_refuse(EINVAL) : v_return(0);
	return false;
}

struct verdict
h_kill(struct call *c)
{
	pid_t pid = call_int(c, 0);
	int sig = call_int(c, 1);

	if (pid > 0)
		return may_signal(c, pid, sig) ? v_pass() : c->out;
	if (pid == INT_MIN)
		return v_refuse(ESRCH); /* kill(2) since Linux 2.6.38 */
	if (pid == -1)
		return kill_group(c, EVERYBODY, sig);
	pid = pid == 0 ? getpgid(c->task->process->tgid) : -pid;
	return pid > 0 ? kill_group(c, pid, sig) : v_gone();
}

struct verdict
h_tkill(struct call *c)
{
	if (call_int(c, 0) <= 0)
		return v_refuse(EINVAL);
	return may_signal(c, call_int(c, 0), call_int(c, 1)) ? v_pass()
							     : c->out;
}

/* The kernel itself refuses a thread that is not of that group. */
struct verdict
h_tgkill(struct call *c)
{
	if (call_int(c, 0) <= 0 || call_int(c, 1) <= 0)
		return v_refuse(EINVAL);
	return may_signal(c, call_int(c, 1), call_int(c, 2)) ? v_pass()
							     : c->out;
}

/* To hold a process is not yet to signal it: no rule is asked. */
struct verdict
h_pidfd_open(struct call *c)
{
	pid_t pid = call_int(c, 0);

	if (pid <= 0)
		return v_refuse(EINVAL);
	if (call_target(c, pid) == TARGET_OUTSIDE &&
	    !target_ended(c, pid, false))
		return v_refuse(ESRCH);
	return v_pass();
}

/* The info is copied and the kernel judges the copy: it lets nobody forge a
 * signal of its own to another process (rt_sigqueueinfo(2)). */
static struct verdict
queue_info(struct call *c, int arg)
{
	siginfo_t info;

	if (!call_read(c, c->arg[arg], &info, sizeof(info)))
		return c->out;
	c->pin_arg[arg] = call_pin(c, &info, sizeof(info));
	return c->pin_arg[arg] != 0 ? v_pin() : c->out;
}

struct verdict
h_sigqueue(struct call *c)
{
	bool thread = c->nr == SYS_rt_tgsigqueueinfo;

	if (thread && (call_int(c, 0) <= 0 || call_int(c, 1) <= 0))
		return v_refuse(EINVAL);
	if (!may_signal(c, call_int(c, thread ? 1 : 0),
		call_int(c, thread ? 2 : 1)))
		return c->out;
	return queue_info(c, thread ? 3 : 2);
}

struct pidfd {
	pid_t pid;
	bool thread; /* made with PIDFD_THREAD */
};

/* The process of an open /proc/PID, which pidfd_send_signal(2) takes, too; the
 * folders of threads and another procfs it does not.  Returns its number or
 * -errno. */
static pid_t
proc_folder_read(const struct call *c, int fd)
{
	char name[64], to[64];
	struct stat here, proc;
	cleanup_fd int folder = -1;
	const char *digits = to + strlen("/proc/");
	ssize_t n;
	pid_t pid;

	snprintf(name, sizeof(name), "/proc/%d/fd/%d", (int)c->task->tid, fd);
	folder = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || fstat(folder, &here) != 0 ||
	    stat("/proc", &proc) != 0 || here.st_dev != proc.st_dev)
		return -EBADF;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", folder);
	n = readlink(name, to, sizeof(to) - 1);
	if (n < 0)
		return -EBADF;
	to[n] = '\0';
	pid = tracee_pid_of(digits, strcspn(digits, " "));
	if (strncmp(to, "/proc/", strlen("/proc/")) != 0 || pid == 0)
		return -EBADF;
	/* Nothing is in the folder of a process that is gone. */
	return faccessat(folder, "stat", F_OK, 0) == 0 ? pid : -ESRCH;
}

/* Asks what a descriptor of the task refers to.  Returns 0, -EBADF when it is
 * no pidfd, -ESRCH when its process is gone. */
static int
pidfd_read(const struct call *c, int fd, struct pidfd *ret)
{
	struct fdinfo info;

	if (fdinfo_read(c->task->tid, fd, &info) != 0)
		return -EBADF;
	ret->thread = (info.flags & THREAD_PIDFD) != 0;
	ret->pid = info.pid;
	if (info.pid == 0 && (info.flags & O_PATH) == 0)
		ret->pid = proc_folder_read(c, fd);
	if (ret->pid > 0)
		return 0;
	return info.pid < 0 ? -ESRCH : ret->pid < 0 ? ret->pid : -EBADF;
}

/* Turns the call into the one that names its target by number: another thread
 * can put another pidfd under the descriptor meanwhile, but not change a
 * register. */
static struct verdict
send_by_number(struct call *c, pid_t pid, bool thread)
{
	const struct tracee *t = tracee_find(&c->m->tracees, pid);
	uint64_t sig = c->arg[1], addr = c->arg[2];
	siginfo_t info;
	int i = 0;

	if (thread && t == NULL)
		return v_refuse(ESRCH);
	if (thread)
		c->pin_arg[i++] = (uint64_t)t->process->tgid;
	c->pin_arg[i++] = (uint64_t)pid;
	c->pin_arg[i++] = sig;
	if (addr == 0) {
		c->pin_nr = thread ? SYS_tgkill : SYS_kill;
		return v_pin();
	}
	if (!call_read(c, addr, &info, sizeof(info)))
		return c->out;
	if (info.si_signo != call_int(c, 1))
		return v_refuse(EINVAL);
	c->pin_nr = thread ? SYS_rt_tgsigqueueinfo : SYS_rt_sigqueueinfo;
	c->pin_arg[i] = call_pin(c, &info, sizeof(info));
	return c->pin_arg[i] != 0 ? v_pin() : c->out;
}

struct verdict
h_pidfd_send_signal(struct call *c)
{
	unsigned flags = (unsigned)call_int(c, 3);
	struct pidfd at;
	int err;

	if (flags != 0 && flags != SIGNAL_THREAD &&
	    flags != SIGNAL_THREAD_GROUP && flags != SIGNAL_PROCESS_GROUP)
		return v_refuse(EINVAL);
	err = pidfd_read(c, call_int(c, 0), &at);
	if (err != 0)
		return v_return(err);
	if (flags == SIGNAL_PROCESS_GROUP)
		return c->arg[2] == 0 ? kill_group(c, at.pid, call_int(c, 1))
				      : v_refuse(EINVAL);
	if (!may_signal(c, at.pid, call_int(c, 1)))
		return c->out;
	return send_by_number(c, at.pid,
	    flags == SIGNAL_THREAD || (flags == 0 && at.thread));
}
