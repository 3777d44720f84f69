/* Owner, mode and times: by name, and by descriptor, where the kernel asks for
 * no more than a descriptor that reads. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

#include "handle/file.h"
#include "handle/handle.h"
#include "handle/layered.h"
#include "handle/owner.h"

#define USEC_PER_SEC 1000000

/* The object of a change by name, judged. */
static bool
attr_place(struct call *c, int flags, enum lift_for why)
{
	enum follow follow =
	    (flags & AT_SYMLINK_NOFOLLOW) != 0 ? NO_FOLLOW : FOLLOW;
	enum empty empty = (flags & AT_EMPTY_PATH) != 0 ? EMPTY_OK : NO_EMPTY;

	return call_place(c, 0, file_path(c, 0), follow, WANT_OBJECT, empty) &&
	    file_may(c, 0, ACC_ATTRIBUTES) && layered_lift(c, 0, why);
}

/* The same for the object behind descriptor argument 0. */
static bool
attr_descriptor(struct call *c, enum lift_for why)
{
	return file_descriptor(c, 0, ACC_ATTRIBUTES) && layered_lift(c, 0, why);
}

static struct verdict
chmod_object(struct call *c, mode_t mode)
{
	if (owner_root(c))
		return owner_chmod(c, mode);
	return file_chmod(&c->place[0], mode) == 0 ? v_return(0) : file_errno();
}

struct verdict
h_chmod(struct call *c)
{
	mode_t mode = (mode_t)call_int(c, file_path(c, 0) + 1) & 07777;
	int flags;

	if (!file_flags(c, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, &flags) ||
	    !attr_place(c, flags, LIFT_OWNER))
		return c->out;
	return chmod_object(c, mode);
}

struct verdict
h_fchmod(struct call *c)
{
	if (!attr_descriptor(c, LIFT_OWNER))
		return c->out;
	return chmod_object(c, (mode_t)call_int(c, 1) & 07777);
}

static struct verdict
chown_object(struct call *c, int uid, int gid)
{
	if (owner_root(c))
		return owner_chown(c, uid, gid);
	if (fchownat(c->place[0].object, "", (uid_t)uid, (gid_t)gid,
		AT_EMPTY_PATH) != 0)
		return file_errno();
	return v_return(0);
}

struct verdict
h_chown(struct call *c)
{
	int path = file_path(c, 0);
	int flags;

	if (!file_flags(c, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, &flags))
		return c->out;
#ifdef SYS_lchown
	if (c->nr == SYS_lchown)
		flags = AT_SYMLINK_NOFOLLOW;
#endif
	if (!attr_place(c, flags, LIFT_OWNER))
		return c->out;
	return chown_object(c, call_int(c, path + 1), call_int(c, path + 2));
}

struct verdict
h_fchown(struct call *c)
{
	if (!attr_descriptor(c, LIFT_OWNER))
		return c->out;
	return chown_object(c, call_int(c, 1), call_int(c, 2));
}

/* Microseconds to nanoseconds; as do_futimesat() of fs/utimes.c, which looks at
 * the range before anything else. */
static bool
times_of_timeval(struct call *c, uint64_t addr, struct timespec ret[2])
{
	struct timeval tv[2];

	if (!call_read(c, addr, tv, sizeof(tv)))
		return false;
	for (int i = 0; i < 2; i++) {
		if (tv[i].tv_usec < 0 || tv[i].tv_usec >= USEC_PER_SEC) {
			c->out = v_refuse(EINVAL);
			return false;
		}
		ret[i].tv_sec = tv[i].tv_sec;
		ret[i].tv_nsec = tv[i].tv_usec * 1000;
	}
	return true;
}

/* The times that the call gives, whichever struct it has. */
static bool
read_times(struct call *c, uint64_t addr, struct timespec ret[2])
{
	if (c->nr == SYS_utimensat)
		return call_read(c, addr, ret, 2 * sizeof(ret[0]));
#ifdef SYS_utime
	if (c->nr == SYS_utime) {
		struct utimbuf old;

		if (!call_read(c, addr, &old, sizeof(old)))
			return false;
		ret[0] = (struct timespec){old.actime, 0};
		ret[1] = (struct timespec){old.modtime, 0};
		return true;
	}
#endif
	return times_of_timeval(c, addr, ret);
}

/* utimensat(2) and futimesat(2) with no name at all mean the descriptor. */
static bool
times_place(struct call *c, int path, int flags, enum lift_for why)
{
	if (path == 1 && c->arg[1] == 0 && call_int(c, 0) != AT_FDCWD) {
		if (flags != 0) {
			c->out = v_refuse(EINVAL);
			return false;
		}
		return attr_descriptor(c, why);
	}
	return attr_place(c, flags, why);
}

struct verdict
h_utime(struct call *c)
{
	int path = file_path(c, 0);
	uint64_t addr = c->arg[path + 1];
	struct timespec ts[2];
	int flags;

	if (addr != 0 && !read_times(c, addr, ts))
		return c->out;
	if (addr != 0 && c->nr == SYS_utimensat &&
	    ts[0].tv_nsec == UTIME_OMIT && ts[1].tv_nsec == UTIME_OMIT)
		return v_return(0); /* not even the name is looked at */
	if (!file_flags(c, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, &flags) ||
	    !times_place(c, path, flags, addr != 0 ? LIFT_OWNER : LIFT_TIMES))
		return c->out;
	if (syscall(SYS_utimensat, c->place[0].object, "",
		addr != 0 ? ts : NULL, AT_EMPTY_PATH) != 0)
		return file_errno();
	return v_return(0);
}
