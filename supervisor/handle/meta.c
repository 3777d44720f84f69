/* Looking at a file by name, and standing in a folder: stat and kin, access,
 * readlink, statfs, truncate, chdir.  What is looked at is the object that the
 * judged name led to, held by the supervisor. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "handle/file.h"
#include "handle/handle.h"
#include "handle/layered.h"
#include "handle/owner.h"

/* The kernel's struct statx is 256 bytes: linux/stat.h. */
_Static_assert(sizeof(struct statx) == 256, "the kernel's struct statx");

#define STAT_FLAGS                                                             \
	(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH |               \
	    AT_STATX_SYNC_TYPE)

static enum follow
follow_of(int flags)
{
	return (flags & AT_SYMLINK_NOFOLLOW) != 0 ? NO_FOLLOW : FOLLOW;
}

static enum empty
empty_of(int flags)
{
	return (flags & AT_EMPTY_PATH) != 0 ? EMPTY_OK : NO_EMPTY;
}

/* Does the call name only a descriptor: an empty path, or since Linux 6.11
 * none?  Then the kernel may look at it itself.  False with *ret_failed answers
 * a bad pointer. */
static bool
names_descriptor(struct call *c, int path, int flags, bool *ret_failed)
{
	*ret_failed = false;
	if ((flags & AT_EMPTY_PATH) == 0 || call_int(c, 0) < 0)
		return false;
	if (c->arg[path] == 0)
		return true;
	if (!call_string(c, path, c->text, sizeof(c->text))) {
		*ret_failed = true;
		return false;
	}
	return c->text[0] == '\0';
}

static struct verdict
stat_at(struct call *c, int path, int flags, uint64_t to)
{
	struct place *p = &c->place[0];

	if (!call_place(c, 0, path, follow_of(flags), WANT_OBJECT,
		empty_of(flags)) ||
	    !file_may(c, 0, ACC_STAT))
		return c->out;
	if (!p->stat_known &&
	    syscall(SYS_newfstatat, p->object, "", &p->stat, AT_EMPTY_PATH) !=
		0)
		return file_errno();
	owner_show(c, &p->stat);
	layered_identity(p, &p->stat);
	if (!call_write(c, to, &p->stat, sizeof(p->stat)))
		return c->out;
	return v_return(0);
}

/* The name of what the caller's descriptor, argument 0, leads to. */
static void
descriptor_name(const struct call *c, char *to, size_t size)
{
	snprintf(to, size, "/proc/%d/fd/%d", (int)c->task->tid, call_int(c, 0));
}

/* Answers that there is no such descriptor. */
static struct verdict
no_descriptor(const struct call *c)
{
	char name[32];

	if (errno != ENOENT)
		return file_errno();
	snprintf(name, sizeof(name), "/proc/%d/fd", (int)c->task->tid);
	return access(name, F_OK) == 0 ? v_refuse(EBADF) : v_gone();
}

/* A descriptor's own stat, which was granted with it, as root is to see it. */
static struct verdict
stat_descriptor(struct call *c, uint64_t to)
{
	struct stat st;
	char name[64];

	descriptor_name(c, name, sizeof(name));
	if (stat(name, &st) != 0)
		return no_descriptor(c);
	owner_show(c, &st);
	if (!call_write(c, to, &st, sizeof(st)))
		return c->out;
	return v_return(0);
}

struct verdict
h_fstat(struct call *c)
{
	return stat_descriptor(c, c->arg[1]);
}

struct verdict
h_stat(struct call *c)
{
	int flags;
	bool failed;

#ifdef SYS_stat
	if (c->nr == SYS_stat)
		return stat_at(c, 0, 0, c->arg[1]);
	if (c->nr == SYS_lstat)
		return stat_at(c, 0, AT_SYMLINK_NOFOLLOW, c->arg[1]);
#endif
	if (!file_flags(c, STAT_FLAGS, &flags))
		return c->out;
	if (names_descriptor(c, 1, flags, &failed)) {
		if (owner_root(c))
			return stat_descriptor(c, c->arg[2]);
		c->pin_nr = SYS_fstat;
		c->pin_arg[1] = c->arg[2];
		return v_pin();
	}
	return failed ? c->out : stat_at(c, 1, flags, c->arg[2]);
}

static void
statx_identity(const struct place *p, struct statx *stx)
{
	struct stat st = {.st_mode = stx->stx_mode, .st_ino = stx->stx_ino};

	st.st_dev = makedev(stx->stx_dev_major, stx->stx_dev_minor);
	layered_identity(p, &st);
	stx->stx_ino = st.st_ino;
	stx->stx_dev_major = major(st.st_dev);
	stx->stx_dev_minor = minor(st.st_dev);
}

/* Looks, and answers. */
static struct verdict
statx_of(struct call *c, int fd, const char *name, int flags)
{
	unsigned mask = (unsigned)call_int(c, 3);
	struct statx stx;

	if (owner_root(c))
		mask |= OWNER_STATX;
	if (syscall(SYS_statx, fd, name, flags, mask, &stx) != 0)
		return name[0] != '\0' ? no_descriptor(c) : file_errno();
	owner_show_statx(c, &stx);
	if (name[0] == '\0')
		statx_identity(&c->place[0], &stx);
	if (!call_write(c, c->arg[4], &stx, sizeof(stx)))
		return c->out;
	return v_return(0);
}

struct verdict
h_statx(struct call *c)
{
	char name[64];
	bool failed;
	int flags, sync;

	if (!file_flags(c, STAT_FLAGS, &flags))
		return c->out;
	sync = flags & AT_STATX_SYNC_TYPE;
	if (((unsigned)call_int(c, 3) & STATX__RESERVED) != 0 ||
	    sync == AT_STATX_SYNC_TYPE)
		return v_refuse(EINVAL);
	if (names_descriptor(c, 1, flags, &failed)) {
		if (!owner_root(c))
			return call_pin_string(c, 1, "") ? v_pin() : c->out;
		descriptor_name(c, name, sizeof(name));
		return statx_of(c, AT_FDCWD, name, sync);
	}
	if (failed)
		return c->out;
	if (!call_place(c, 0, 1, follow_of(flags), WANT_OBJECT,
		empty_of(flags)) ||
	    !file_may(c, 0, ACC_STAT))
		return c->out;
	return statx_of(c, c->place[0].object, "", AT_EMPTY_PATH | sync);
}

/* What access(2) asks about, in the words of the rules. */
static unsigned
asks(const struct call *c, int mode)
{
	struct stat st;
	bool folder = (mode & (W_OK | X_OK)) != 0 &&
	    fstat(c->place[0].object, &st) == 0 && S_ISDIR(st.st_mode);
	unsigned access = 0;

	if ((mode & R_OK) != 0)
		access |= ACC_READ;
	if ((mode & W_OK) != 0)
		access |= folder ? ACC_CREATE : ACC_MODIFY;
	/* A folder is searched, not run. */
	if ((mode & X_OK) != 0 && !folder)
		access |= ACC_EXEC;
	return access;
}

/* It must hold under the rules too, or a program would be told of rights that
 * it has not.  Those that a person would be asked about count: the program
 * gives up else before there is a question. */
static bool
rules_grant(struct call *c, int mode)
{
	unsigned access;

	if (c->place[0].nameless)
		return true;
	access = asks(c, mode);
	for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1)
		if ((access & bit) != 0 && !call_might(c, 0, (enum access)bit))
			return false;
	call_note_asks(c, access);
	return true;
}

struct verdict
h_access(struct call *c)
{
	int path = file_path(c, 0);
	int mode = call_int(c, path + 1);
	int flags;

	if ((mode & ~(R_OK | W_OK | X_OK)) != 0)
		return v_refuse(EINVAL);
	if (!file_flags(c, AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH,
		&flags))
		return c->out;
	if (!call_place(c, 0, path, follow_of(flags), WANT_OBJECT,
		empty_of(flags)) ||
	    !file_may(c, 0, ACC_STAT))
		return c->out;
	if (!rules_grant(c, mode)) {
		c->event.err = EACCES;
		return v_refuse(EACCES);
	}
	/* Linux 5.8; the C library's own faccessat() would open more. */
	if (syscall(SYS_faccessat2, c->place[0].object, "", mode,
		AT_EMPTY_PATH | (flags & AT_EACCESS)) != 0 &&
	    !(errno == EROFS && layered_writable(c, 0, mode)))
		return file_errno();
	return v_return(0);
}

struct verdict
h_readlink(struct call *c)
{
	const struct place *p = &c->place[0];
	int path = file_path(c, 0);
	int size = call_int(c, path + 2);
	char text[PATH_MAX];
	ssize_t n;

	if (size <= 0)
		return v_refuse(EINVAL);
	/* Without a name it reads the link behind the descriptor. */
	if (!call_place(c, 0, path, NO_FOLLOW, WANT_OBJECT, EMPTY_OK))
		return c->out;
	/* realpath(3) asks at every folder on its way. */
	if (!file_may(c, 0, p->is_link ? ACC_READ : ACC_STAT))
		return c->out;
	if (!p->is_link)
		return v_refuse(p->named[0] == '\0' ? ENOENT : EINVAL);
	n = place_link_text(p, &c->m->tracees, c->task, text, sizeof(text));
	if (n < 0) {
		errno = (int)-n;
		return file_errno();
	}
	if (n > size)
		n = size;
	if (!call_write(c, c->arg[path + 1], text, (size_t)n))
		return c->out;
	return v_return(n);
}

struct verdict
h_statfs(struct call *c)
{
	struct statfs fs;

	if (!call_place(c, 0, 0, FOLLOW, WANT_OBJECT, NO_EMPTY) ||
	    !file_may(c, 0, ACC_STAT))
		return c->out;
	if (syscall(SYS_fstatfs, c->place[0].object, &fs) != 0)
		return file_errno();
	if (!call_write(c, c->arg[1], &fs, sizeof(fs)))
		return c->out;
	return v_return(0);
}

/* The kernel does it in the job: it is the job that waits for a lease to be
 * broken, and whose file size limit counts. */
struct verdict
h_truncate(struct call *c)
{
	if ((int64_t)c->arg[1] < 0)
		return v_refuse(EINVAL);
	if (!call_place(c, 0, 0, FOLLOW, WANT_OBJECT, NO_EMPTY) ||
	    !file_may(c, 0, ACC_MODIFY) || !layered_lift(c, 0, LIFT_WRITE) ||
	    !file_pin_object(c, 0, 0))
		return c->out;
	return v_pin();
}

/* The folder is the job's own once it stands there; all names from there are
 * judged by where they lead. */
struct verdict
h_chdir(struct call *c)
{
	if (!call_place(c, 0, 0, FOLLOW, WANT_OBJECT, NO_EMPTY) ||
	    !file_may(c, 0, ACC_STAT) || !file_pin_object(c, 0, 0))
		return c->out;
	return v_pin();
}

struct verdict
h_fchdir(struct call *c)
{
	if (!call_place_fd(c, 0, 0))
		return c->out;
	if (c->place[0].err != 0)
		return v_refuse(c->place[0].err);
	if (!file_may(c, 0, ACC_STAT))
		return c->out;
	return v_pass();
}

/* What getcwd(2) tells of a folder that has no name in the namespace, as for
 * one outside of the caller's root. */
#define UNREACHABLE "(unreachable)"

struct verdict
h_getcwd(struct call *c)
{
	char link[32], text[PATH_MAX];
	struct stat st;
	size_t len;
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/%d/cwd", (int)c->task->tid);
	n = readlink(link, text, sizeof(text) - 1);
	if (n < 0)
		return errno == ENOENT ? v_gone() : file_errno();
	text[n] = '\0';
	if (stat(link, &st) == 0 && st.st_nlink == 0)
		return v_refuse(ENOENT);
	if (place_gone(policy_space(c->task->process->policy), text))
		return v_refuse(ENOENT);
	if (!place_seen(policy_space(c->task->process->policy), text))
		strcpy(text, UNREACHABLE);
	len = strlen(text) + 1;
	if (c->arg[1] < len)
		return v_refuse(ERANGE);
	if (!call_write(c, c->arg[0], text, len))
		return c->out;
	return v_return((int64_t)len);
}
