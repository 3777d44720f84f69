/* Calls that do different things by a command: prctl, seccomp, fcntl and ioctl.
 * The harmless commands are in the catalogue and never stop; here stand those
 * that are answered, judged or refused one by one, and all that nobody listed.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <linux/sockios.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "handle/handle.h"
#include "handle/owner.h"
#include "handle/target.h"

#ifndef PR_SET_PTRACER
#define PR_SET_PTRACER 0x59616d61
#endif
#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#endif
#ifndef PR_SCHED_CORE
#define PR_SCHED_CORE 62
#endif
#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE 67
#define PR_GET_MEMORY_MERGE 68
#endif

/* A command, what becomes of it, and why. */
struct command {
	unsigned nr;
	enum {
		DO_PASS,
		DO_PRETEND,
		DO_REFUSE
	} what;
	int err;         /* DO_REFUSE */
	const char *why; /* DO_REFUSE */
};

static const struct command *
find_command(const struct command *all, size_t count, unsigned nr)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].nr == nr)
			return &all[i];
	return NULL;
}

static struct verdict
obey(struct call *c, const struct command *known, int err, const char *why)
{
	if (known == NULL)
		return call_refuse(c, err, why);
	switch (known->what) {
	case DO_PASS: return v_pass();
	case DO_PRETEND: return v_return(0);
	case DO_REFUSE: return call_refuse(c, known->err, known->why);
	}
	return call_refuse(c, err, why);
}

/* clang-format off */
static const struct command prctls[] = {
    {PR_SET_PTRACER, DO_PRETEND, 0, NULL}, /* nobody may trace it anyway */
    {PR_GET_KEEPCAPS, DO_PASS, 0, NULL},
    {PR_SET_KEEPCAPS, DO_PASS, 0, NULL},
    {PR_CAPBSET_READ, DO_PASS, 0, NULL},
    {PR_CAPBSET_DROP, DO_PASS, 0, NULL},
    {PR_CAP_AMBIENT, DO_PASS, 0, NULL},
    {PR_GET_DUMPABLE, DO_PASS, 0, NULL},
    {PR_GET_SECCOMP, DO_PASS, 0, NULL},
    {PR_GET_TIMING, DO_PASS, 0, NULL},
    {PR_GET_FP_MODE, DO_PASS, 0, NULL},
    {PR_SET_SECUREBITS, DO_PASS, 0, NULL}, /* needs a privilege */
    {PR_GET_IO_FLUSHER, DO_PASS, 0, NULL},
    {PR_SET_TAGGED_ADDR_CTRL, DO_PASS, 0, NULL},
    {PR_GET_TAGGED_ADDR_CTRL, DO_PASS, 0, NULL},
    {PR_TASK_PERF_EVENTS_DISABLE, DO_PASS, 0, NULL},
    {PR_TASK_PERF_EVENTS_ENABLE, DO_PASS, 0, NULL},
    {PR_SET_MEMORY_MERGE, DO_PASS, 0, NULL},
    {PR_GET_MEMORY_MERGE, DO_PASS, 0, NULL},
    {PR_SET_MM, DO_REFUSE, EPERM,
	"it moves what the kernel believes of a program's memory"},
    {PR_SET_SECCOMP, DO_REFUSE, EINVAL,
	"a filter of the job's own could outrank ours"},
    {PR_SET_SYSCALL_USER_DISPATCH, DO_REFUSE, EINVAL,
	"it would keep calls from the supervisor"},
    {PR_SCHED_CORE, DO_REFUSE, EINVAL,
	"it shares processors with tasks outside the job"},
};
/* clang-format on */

/* Those that stop only for `user: root`. */
static bool
is_about_caps(unsigned nr)
{
	return nr == PR_GET_KEEPCAPS || nr == PR_SET_KEEPCAPS ||
	    nr == PR_CAPBSET_READ || nr == PR_CAPBSET_DROP ||
	    nr == PR_CAP_AMBIENT;
}

/* What would blind the supervisor, PR_SET_DUMPABLE 0, seems to work: programs
 * set it for their secrets' sake, and no other process of the job may look into
 * them in any case. */
struct verdict
h_prctl(struct call *c)
{
	unsigned nr = (unsigned)call_int(c, 0);

	if (nr == PR_SET_DUMPABLE)
		return c->arg[1] <= 1 ? v_return(0) : v_refuse(EINVAL);
	if (owner_root(c) && is_about_caps(nr))
		return v_return(creds_prctl(&c->task->process->creds, nr,
		    c->arg[1], c->arg[2]));
	return obey(c,
	    find_command(prctls, sizeof(prctls) / sizeof(prctls[0]), nr),
	    EINVAL, "a command that is not known to be safe");
}

struct verdict
h_seccomp(struct call *c)
{
	return call_refuse(c, EINVAL,
	    "a filter of the job's own could outrank ours");
}

/* An owner gets signals: a process, a thread, or as a negative number a group
 * (fcntl(2), F_SETOWN).  0 takes the owner away. */
static bool
may_own(struct call *c, int owner)
{
	if (owner == 0)
		return true;
	if (owner > 0)
		return target_may(c, owner);
	if (owner == INT_MIN) {
		c->out = v_refuse(EINVAL);
		return false;
	}
	return target_may_group(c, -owner);
}

/* Makes the pinned copy of len bytes the third argument. */
static struct verdict
pin_third(struct call *c, const void *bytes, size_t len)
{
	c->pin_arg[2] = call_pin(c, bytes, len);
	return c->pin_arg[2] != 0 ? v_pin() : c->out;
}

static struct verdict
set_owner_ex(struct call *c)
{
	struct f_owner_ex owner;

	if (!call_read(c, c->arg[2], &owner, sizeof(owner)))
		return c->out;
	if (owner.pid < 0)
		return v_refuse(ESRCH);
	if (!may_own(c, owner.type == F_OWNER_PGRP ? -owner.pid : owner.pid))
		return c->out;
	return pin_third(c, &owner, sizeof(owner));
}

/* clang-format off */
static const struct command fcntls[] = {
    {F_SETSIG, DO_PASS, 0, NULL}, /* the owner is judged */
    {F_SETLEASE, DO_REFUSE, EINVAL,
	"a lease stalls whoever opens the file"},
    {F_NOTIFY, DO_REFUSE, EINVAL,
	"inotify tells the same and is judged"},
    /* O_ASYNC; without it F_SETFL never stops.  For a terminal the kernel makes
     * the foreground group its owner, whoever is in it (__tty_fasync()). */
    {F_SETFL, DO_REFUSE, EINVAL,
	"signals of a terminal reach processes outside the job"},
};
/* clang-format on */

struct verdict
h_fcntl(struct call *c)
{
	unsigned nr = (unsigned)call_int(c, 1);

	if (nr == F_SETOWN)
		return may_own(c, call_int(c, 2)) ? v_pass() : c->out;
	if (nr == F_SETOWN_EX)
		return set_owner_ex(c);
	return obey(c,
	    find_command(fcntls, sizeof(fcntls) / sizeof(fcntls[0]), nr),
	    EINVAL, "a command that is not known to be safe");
}

/* Questions about what a descriptor already grants.  Those about network
 * interfaces (SIOCGIF*) are not among them: they tell of the machine, and
 * programs take ENOTTY for a kernel without. */
/* clang-format off */
static const struct command ioctls[] = {
    {FIOGETOWN, DO_PASS, 0, NULL},
    {SIOCGPGRP, DO_PASS, 0, NULL},
    {TIOCMGET, DO_PASS, 0, NULL},
    {TIOCGETD, DO_PASS, 0, NULL},
    {TIOCEXCL, DO_PASS, 0, NULL},
    {TIOCNXCL, DO_PASS, 0, NULL},
    {FS_IOC_GETVERSION, DO_PASS, 0, NULL},
    {FS_IOC_FSGETXATTR, DO_PASS, 0, NULL},
    {BLKGETSIZE64, DO_PASS, 0, NULL},
    {BLKSSZGET, DO_PASS, 0, NULL},
    {FS_IOC_SETFLAGS, DO_REFUSE, ENOTTY,
	"it changes a file that was opened for reading"},
    {FS_IOC_FSSETXATTR, DO_REFUSE, ENOTTY,
	"it changes a file that was opened for reading"},
};
/* clang-format on */

/* FIOASYNC is O_ASYNC by another name; to switch it off is no wish to refuse.
 */
static struct verdict
set_async(struct call *c)
{
	int on;

	if (!call_read(c, c->arg[2], &on, sizeof(on)))
		return c->out;
	if (on == 0)
		return pin_third(c, &on, sizeof(on));
	return call_refuse(c, ENOTTY,
	    "signals of a terminal reach processes outside the job");
}

static struct verdict
set_owner(struct call *c)
{
	int owner;

	if (!call_read(c, c->arg[2], &owner, sizeof(owner)) ||
	    !may_own(c, owner))
		return c->out;
	return pin_third(c, &owner, sizeof(owner));
}

struct verdict
h_ioctl(struct call *c)
{
	unsigned nr = (unsigned)call_int(c, 1);

	if (nr == FIOSETOWN || nr == SIOCSPGRP)
		return set_owner(c);
	if (nr == FIOASYNC)
		return set_async(c);
	return obey(c,
	    find_command(ioctls, sizeof(ioctls) / sizeof(ioctls[0]), nr),
	    ENOTTY, "a command that is not known to be safe");
}
