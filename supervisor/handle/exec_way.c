/* How the kernel is brought to run what was judged.
 *
 * The natural way is to give it the name as the job wrote it, and let it follow
 * shebang lines and loaders.  In a namespace these names may lead elsewhere on
 * the host: then it is given the one file that it shall load, by a descriptor
 * of ours, with the arguments that it would have put together itself; the
 * traces of that are wiped away before the first instruction (trace/load.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/fd.h"
#include "handle/exec.h"
#include "tracee/fdinfo.h"
#include "tracee/mem.h"

#define POINTERS_MAX (BAY_SIZE / sizeof(uint64_t))

bool
exec_leads_to(const struct call *c, int dirfd, const char *name,
    const struct place *p, const struct exec_file *f)
{
	char link[64], host[PATH_MAX];
	cleanup_fd int dir = -1;
	struct stat st;

	/* Names of the host that the job cannot mean are not touched. */
	if (!p->nameless && name[0] != '\0' &&
	    (!place_host(p, host) || strcmp(host, p->shown) != 0))
		return false;
	if (name[0] != '/') {
		if (dirfd == AT_FDCWD)
			snprintf(link, sizeof(link), "/proc/%d/cwd",
			    (int)c->task->tid);
		else
			snprintf(link, sizeof(link), "/proc/%d/fd/%d",
			    (int)c->task->tid, dirfd);
		dir = open(link, O_PATH | O_CLOEXEC);
		if (dir < 0)
			return false;
	}
	return fstatat(dir, name, &st, name[0] == '\0' ? AT_EMPTY_PATH : 0) ==
	    0 &&
	    st.st_dev == f->dev && st.st_ino == f->ino;
}

/* Reads the job's pointers behind argv[0] to v[*n], and the NULL at their end.
 * What they point to was judged nowhere, or is compared with what was
 * (plan->args). */
static bool
read_pointers(struct call *c, uint64_t argv, uint64_t *v, size_t *n)
{
	uint64_t some[512];
	bool first = true;

	c->read_memory = true;
	while (argv != 0) {
		ssize_t got =
		    mem_read_some(c->task->tid, argv, some, sizeof(some));
		size_t count = got > 0 ? (size_t)got / sizeof(*some) : 0;

		if (count == 0) {
			c->out = got == -ESRCH ? v_gone() : v_refuse(EFAULT);
			return false;
		}
		for (size_t i = 0; i < count; i++) {
			if (*n == POINTERS_MAX - 1) {
				c->out = v_refuse(E2BIG);
				return false;
			}
			if (some[i] == 0) {
				argv = 0;
				break;
			}
			if (!first)
				v[(*n)++] = some[i];
			first = false;
		}
		if (argv != 0)
			argv += count * sizeof(*some);
	}
	v[(*n)++] = 0;
	return true;
}

/* The arguments of a script's interpreter: strings of ours, then the job's. */
static bool
pin_arguments(struct call *c, const struct chase *x)
{
	cleanup_free uint64_t *v = malloc(BAY_SIZE);
	size_t n = 0;

	if (v == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	for (; n < x->args.front; n++) {
		const char *text = x->args.text[n];

		v[n] = call_pin(c, text, strlen(text) + 1);
		if (v[n] == 0)
			return false;
	}
	if (!read_pointers(c, x->argv, v, &n))
		return false;
	c->pin_arg[1] = call_pin_big(c, v, n * sizeof(*v));
	return c->pin_arg[1] != 0;
}

/* A script behind a descriptor that its interpreter will not have is not run:
 * BINPRM_FLAGS_PATH_INACCESSIBLE in fs/exec.c. */
static bool
is_lost(const struct call *c, const struct chase *x)
{
	struct fdinfo info;

	return fdinfo_read(c->task->tid, x->dirfd, &info) != 0 ||
	    (info.flags & O_CLOEXEC) != 0;
}

/* comm: the last name of `from`, as far as it fits. */
static void
name_task(struct exec_plan *plan, const char *from)
{
	const char *last = strrchr(from, '/');
	const char *name = last != NULL ? last + 1 : from;

	/* The plan is made of zeros, and the last one stays. */
	memcpy(plan->comm, name, strnlen(name, sizeof(plan->comm) - 1));
}

/* Gives the kernel the one file that it shall load, under a name with room for
 * the one that the program is to find. */
static bool
pin_file(struct call *c, struct chase *x)
{
	struct exec_plan *plan = x->plan;
	const struct exec_file *f =
	    plan->load != NULL ? &plan->loader : &plan->program;
	char text[40], padded[PATH_MAX];
	int fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 0);
	size_t len, room;

	if (fd < 0) {
		c->out = v_fault(errno);
		return false;
	}
	if (!call_hold(c, fd, text, sizeof(text)))
		return false;
	if (strlen(x->name) >= sizeof(padded)) {
		c->out = v_refuse(ENAMETOOLONG);
		return false;
	}
	plan->name = strdup(x->name);
	if (plan->name == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	/* Of a descriptor alone, comm is what ran in the end, since Linux 6.14.
	 */
	name_task(plan,
	    x->by_fd && c->place[0].named[0] == '\0' ? plan->image : x->name);
	len = strlen(text);
	room = strlen(plan->name) > len ? strlen(plan->name) : len;
	plan->name_room = room;
	memset(padded, '/', room - len);
	memcpy(padded + room - len, text, len + 1);
	return call_pin_string(c, 0, padded);
}

bool
exec_pin(struct call *c, struct chase *x)
{
	if (x->natural && x->plan->load == NULL && !x->renamed)
		return call_pin_string(c, x->path_arg, c->place[0].named);
	c->pin_nr = SYS_execve;
	c->pin_arg[1] = x->argv;
	c->pin_arg[2] = c->arg[x->path_arg + 2];
	if (x->natural && x->plan->load == NULL)
		return call_pin_string(c, 0, x->name);
	if (x->script && x->by_fd && is_lost(c, x)) {
		c->out = v_refuse(ENOENT);
		return false;
	}
	/* The vector comes last: it takes what is left of the slot. */
	return pin_file(c, x) && (!x->script || pin_arguments(c, x));
}
