/* What the file handlers share. */
#include "handle/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "catalog/nr.h"

int
file_path(const struct call *c, int n)
{
	for (int i = 0; i < CALL_ARGS; i++) {
		if (c->def->arg[i].role == R_PATH && n-- == 0)
			return i;
	}
	return 0;
}

bool
file_flags(struct call *c, int known, int *ret)
{
	*ret = 0;
	for (int i = 0; i < CALL_ARGS; i++) {
		if (c->def->arg[i].role == R_ATFLAGS)
			*ret = call_int(c, i);
	}
	if ((*ret & ~known) == 0)
		return true;
	c->out = v_refuse(EINVAL);
	return false;
}

bool
file_own(struct call *c, int which, unsigned accesses)
{
	const struct place *p = &c->place[which];
	struct stat st;

	call_note(c, accesses, p->is_fd ? NULL : p->named, p->shown);
	if (p->err != 0) {
		c->out = v_refuse(p->err);
		return false;
	}
	if ((accesses & (ACC_WRITE | ACC_READ)) == 0)
		return true;
	/* The folder below a layer has it still. */
	if ((accesses & ACC_WRITE) != 0 && place_is_lower(p->space, p->shown)) {
		c->out = call_refuse(c, EACCES, "it lies below a layer");
		return false;
	}
	if (fstat(p->object, &st) != 0) {
		c->out = v_fault(errno);
		return false;
	}
	if (st.st_nlink == 0 || S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode))
		return true;
	/* Descriptors of no file at all (eventfd, pidfd) have no type. */
	if ((st.st_mode & S_IFMT) == 0)
		return true;
	c->out = call_refuse(c, EACCES, "the file has another name now");
	return false;
}

bool
file_may(struct call *c, int which, unsigned accesses)
{
	const struct place *p = &c->place[which];

	if (p->nameless)
		return file_own(c, which, accesses);
	if (!call_may(c, which, accesses))
		return false;
	if (p->exists)
		return true;
	c->event.err = ENOENT;
	c->out = v_refuse(ENOENT);
	return false;
}

bool
file_descriptor(struct call *c, int i, unsigned accesses)
{
	const struct place *p = &c->place[0];

	if (!call_place_fd(c, 0, i))
		return false;
	if (p->err != 0 || p->fd_mode < 0) {
		c->out = v_refuse(p->err != 0 ? p->err : EBADF);
		return false;
	}
	return file_may(c, 0, accesses);
}

bool
file_pin_object(struct call *c, int which, int i)
{
	char name[64];

	return call_hold(c, steal_fd(&c->place[which].object), name,
		   sizeof(name)) &&
	    call_pin_string(c, i, name);
}

int
file_chmod(const struct place *p, mode_t mode)
{
	char name[32];

	/* Linux 6.6; before it, the object is reached by its descriptor's name,
	 * and a link's mode cannot be changed either way. */
	if (syscall(__NR_fchmodat2, p->object, "", mode, AT_EMPTY_PATH) == 0)
		return 0;
	if (errno != ENOSYS)
		return -1;
	if (p->is_link) {
		errno = EOPNOTSUPP;
		return -1;
	}
	place_proc_name(p->object, name, sizeof(name));
	return chmod(name, mode);
}

struct verdict
file_errno(void)
{
	if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
		return v_fault(errno);
	return v_refuse(errno);
}
