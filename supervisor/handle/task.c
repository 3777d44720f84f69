/* Making tasks, and the settings of tasks other than the caller: limits,
 * priorities, processors, groups.  Where the job passes a struct, it is copied
 * and the call made by us, who have the job's user and no more right than it.
 */
#include <errno.h>
#include <linux/ioprio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "handle/census.h"
#include "handle/handle.h"
#include "handle/target.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

/* CLONE_NEWTIME is not among them: clone(2) reads that bit as a signal's. */
#define NEW_NAMESPACES                                                         \
	((uint64_t)(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |             \
	    CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET))

/* Slots kept for tasks that the kernel makes while we look. */
#define SPARE_TASKS 8u

/* What clone(2) would be told to do what this call does.  It takes flags from
 * the lower 32 bits on every architecture (kernel/fork.c). */
static uint64_t
clone_flags_of(const struct call *c)
{
#ifdef SYS_fork
	if (c->nr == SYS_fork)
		return SIGCHLD;
	if (c->nr == SYS_vfork)
		return CLONE_VM | CLONE_VFORK | SIGCHLD;
#endif
	return c->arg[0] & UINT32_MAX;
}

struct verdict
h_clone(struct call *c)
{
	uint64_t flags = clone_flags_of(c);

	if ((flags & NEW_NAMESPACES) != 0)
		return call_refuse(c, EPERM,
		    "the job may not leave its namespaces");
	if ((flags & CLONE_PARENT) != 0)
		return call_refuse(c, EINVAL,
		    "a sibling of the first process would be our child");
	if ((flags & CLONE_PTRACE) != 0)
		return call_refuse(c, EPERM, "tracing is refused");
	if (c->m->tracees.tasks + SPARE_TASKS >= c->m->max_tasks)
		return call_refuse(c, EAGAIN, "the job has too many tasks");
	if ((flags & CLONE_THREAD) == 0) {
		if (!call_may_process(c, ACC_FORK, TARGET_JOB, "a process"))
			return c->out;
		if (census_full(c))
			return call_refuse(c, EAGAIN,
			    "the job has as many processes as its limit allows");
		tracee_making(&c->m->tracees, c->task, true);
	}

	c->task->clone_flags = flags & ~(uint64_t)CLONE_UNTRACED;
	if ((flags & CLONE_UNTRACED) == 0)
		return v_pass();
	c->pin_arg[0] = c->task->clone_flags;
	return v_pin();
}

/* Who is meant by 0 or by a number; false: no task of the job, or the rules
 * forbid it. */
static bool
may_touch(struct call *c, int arg)
{
	pid_t pid = call_int(c, arg);

	return pid == 0 || target_may(c, pid);
}

static pid_t
who_of(const struct call *c, int arg)
{
	pid_t pid = call_int(c, arg);

	return pid == 0 ? c->task->tid : pid;
}

struct verdict
h_prlimit(struct call *c)
{
	struct rlimit64 limit, old;
	uint64_t new_at = c->arg[2], old_at = c->arg[3];

	if (new_at != 0 && !call_read(c, new_at, &limit, sizeof(limit)))
		return c->out;
	if (!may_touch(c, 0))
		return c->out;
	if (syscall(SYS_prlimit64, who_of(c, 0), call_int(c, 1),
		new_at != 0 ? &limit : NULL, old_at != 0 ? &old : NULL) != 0)
		return v_refuse(errno);
	if (old_at != 0 && !call_write(c, old_at, &old, sizeof(old)))
		return c->out;
	return v_return(0);
}

/* `which` counts process, group, user from `first`: 0 for setpriority(2), 1 for
 * ioprio_set(2). */
static struct verdict
set_priority(struct call *c, int first)
{
	int which = call_int(c, 0);
	pid_t who = call_int(c, 1);

	if (which == first + PRIO_PROCESS)
		return may_touch(c, 1) ? v_pass() : c->out;
	if (which == first + PRIO_USER)
		return call_refuse(c, EPERM,
		    "the user has processes outside the job");
	if (which != first + PRIO_PGRP)
		return v_refuse(EINVAL);
	if (who == 0)
		who = getpgid(c->task->process->tgid);
	if (who < 0)
		return v_refuse(ESRCH);
	return target_may_group(c, who) ? v_pass() : c->out;
}

struct verdict
h_setpriority(struct call *c)
{
	return set_priority(c, PRIO_PROCESS);
}

struct verdict
h_ioprio_set(struct call *c)
{
	return set_priority(c, IOPRIO_WHO_PROCESS);
}

/* struct sched_attr grows; its first member says how big the caller's is
 * (sched_setattr(2)).  48 bytes are version 0. */
#define SCHED_ATTR_MIN  48u
#define SCHED_ATTR_ROOM 128u

static struct verdict
set_attr(struct call *c)
{
	unsigned char attr[SCHED_ATTR_ROOM];
	uint32_t size;
	long result;

	if (c->arg[1] == 0 || call_int(c, 0) < 0)
		return v_refuse(EINVAL);
	if (!call_read(c, c->arg[1], &size, sizeof(size)))
		return c->out;
	if (size == 0)
		size = SCHED_ATTR_MIN;
	if (size < SCHED_ATTR_MIN)
		return v_refuse(E2BIG);
	if (!call_read_struct(c, c->arg[1], size, attr, sizeof(attr),
		SCHED_ATTR_MIN))
		return c->out;
	/* Another thread may have written another size since. */
	if (size > sizeof(attr))
		size = sizeof(attr);
	memcpy(attr, &size, sizeof(size));
	if (!may_touch(c, 0))
		return c->out;
	result = syscall(SYS_sched_setattr, who_of(c, 0), attr, call_int(c, 2));
	return call_result(result, errno);
}

struct verdict
h_sched_set(struct call *c)
{
	struct sched_param param;
	bool with_policy = c->nr == SYS_sched_setscheduler;
	uint64_t at = c->arg[with_policy ? 2 : 1];
	long result;

	if (c->nr == SYS_sched_setattr)
		return set_attr(c);
	if (at == 0 || call_int(c, 0) < 0)
		return v_refuse(EINVAL);
	if (!call_read(c, at, &param, sizeof(param)) || !may_touch(c, 0))
		return c->out;
	if (with_policy)
		result = syscall(SYS_sched_setscheduler, who_of(c, 0),
		    call_int(c, 1), &param);
	else
		result = syscall(SYS_sched_setparam, who_of(c, 0), &param);
	return call_result(result, errno);
}

/* Room for 8192 processors, the most that a kernel is built for (NR_CPUS). */
#define MASK_BYTES 1024u

static bool
is_seated(const struct tracee *t)
{
	return t != NULL && t->seated && t->mask_known;
}

/* The task whose processors are meant.  NULL: none of the job; c->out tells. */
static struct tracee *
affinity_task(struct call *c)
{
	struct tracee *t = tracee_find(&c->m->tracees, who_of(c, 0));

	if (t == NULL)
		c->out = v_refuse(ESRCH);
	return t;
}

/* A task that is held on the supervisor's processor is told the set that it
 * chose itself: placement is ours, and not the job's business. */
struct verdict
h_sched_getaffinity(struct call *c)
{
	unsigned char mask[MASK_BYTES] = {0};
	size_t len = (uint32_t)c->arg[1];
	struct tracee *t = affinity_task(c);
	long size;

	if (t == NULL)
		return c->out;
	size = syscall(SYS_sched_getaffinity, t->tid,
	    len < sizeof(mask) ? len & ~(size_t)7 : sizeof(mask), mask);
	if (size < 0)
		return v_refuse(errno);
	if (len % sizeof(long) != 0)
		return v_refuse(EINVAL);
	if (is_seated(t)) {
		memset(mask, 0, sizeof(mask));
		memcpy(mask, &t->mask, sizeof(t->mask));
	}
	if (!call_write(c, c->arg[2], mask, (size_t)size))
		return c->out;
	return v_return(size);
}

/* Lets the kernel check and narrow the set, keeps what came out, and puts the
 * task back to where it is held. */
static struct verdict
set_seated(struct tracee *t, const unsigned char *mask)
{
	cpu_set_t held;
	int err;

	if (sched_getaffinity(t->tid, sizeof(held), &held) != 0)
		return v_refuse(errno);
	if (syscall(SYS_sched_setaffinity, t->tid, MASK_BYTES, mask) != 0)
		return v_refuse(errno);
	err = sched_getaffinity(t->tid, sizeof(t->mask), &t->mask) == 0 ? 0
									: errno;
	(void)sched_setaffinity(t->tid, sizeof(held), &held);
	return err == 0 ? v_return(0) : v_refuse(err);
}

struct verdict
h_sched_setaffinity(struct call *c)
{
	unsigned char mask[MASK_BYTES] = {0};
	size_t len = (uint32_t)c->arg[1];
	struct tracee *t;
	long result;

	if (len > sizeof(mask))
		len = sizeof(mask);
	if (!call_read(c, c->arg[2], mask, len))
		return c->out;
	t = affinity_task(c);
	if (t == NULL || !may_touch(c, 0))
		return c->out;
	if (is_seated(t))
		return set_seated(t, mask);
	result = syscall(SYS_sched_setaffinity, t->tid, sizeof(mask), mask);
	return call_result(result, errno);
}

/* A shell moves its children into groups of their own; nobody of the job joins
 * a group of strangers, whose signals and terminal it would share.  The one
 * that the job began in is open to it still: there goes an interactive shell
 * that ends, or becomes another program. */
struct verdict
h_setpgid(struct call *c)
{
	pid_t pid = call_int(c, 0), group = call_int(c, 1);

	if (pid < 0 || group < 0)
		return v_refuse(EINVAL);
	if (pid != 0 && process_find(&c->m->tracees, pid) == NULL)
		return v_refuse(ESRCH);
	if (group == 0 || group == (pid != 0 ? pid : c->task->process->tgid) ||
	    group == c->m->pgrp || target_in_group(c, group))
		return v_pass();
	return call_refuse(c, EPERM, "no process of the job is in that group");
}
