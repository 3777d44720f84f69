/* open, openat, openat2, creat: the kernel opens the canonical name in the
 * job's own context, so that it is the job that waits for a pipe's other end, a
 * lease or a terminal, and that has the descriptor, umask and limits. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "handle/file.h"
#include "handle/handle.h"
#include "handle/layered.h"
#include "handle/opening.h"
#include "handle/owner.h"

/* O_LARGEFILE is 0 in a 64-bit C library; the kernel's has a bit. */
#if defined(__x86_64__)
#define LARGEFILE 0100000
#else
#define LARGEFILE 0400000
#endif

/* VALID_OPEN_FLAGS of linux/fcntl.h: others are ignored by open(2). */
#define KNOWN_FLAGS                                                            \
	(O_ACCMODE | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_APPEND |        \
	    O_NONBLOCK | O_SYNC | O_DSYNC | O_ASYNC | O_DIRECT | LARGEFILE |   \
	    O_DIRECTORY | O_NOFOLLOW | O_NOATIME | O_CLOEXEC | O_PATH |        \
	    O_TMPFILE)
#define PATH_FLAGS (O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC)
#define MODE_BITS  07777

#define KNOWN_RESOLVE                                                          \
	(RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS |       \
	    RESOLVE_BENEATH | RESOLVE_IN_ROOT | RESOLVE_CACHED)

static bool
creates(const struct open_how *how)
{
	return (how->flags & O_CREAT) != 0 ||
	    (how->flags & O_TMPFILE) == O_TMPFILE;
}

/* Silently drops what open(2) ignores and openat2(2) refuses: build_open_how()
 * of fs/open.c. */
static void
lenient(struct open_how *how, int flags, int mode)
{
	how->flags = (unsigned)flags & KNOWN_FLAGS;
	if ((flags & O_PATH) != 0)
		how->flags &= PATH_FLAGS;
	how->mode = creates(how) ? (unsigned)mode & MODE_BITS : 0;
	how->resolve = 0;
}

/* What openat2(2) would refuse before it looks at the name. */
static int
strict(const struct open_how *how)
{
	if ((how->flags & ~(uint64_t)KNOWN_FLAGS) != 0 ||
	    (how->resolve & ~(uint64_t)KNOWN_RESOLVE) != 0)
		return EINVAL;
	if ((how->resolve & RESOLVE_BENEATH) != 0 &&
	    (how->resolve & RESOLVE_IN_ROOT) != 0)
		return EINVAL;
	if ((how->mode & ~(uint64_t)(creates(how) ? MODE_BITS : 0)) != 0)
		return EINVAL;
	if ((how->flags & O_PATH) != 0 &&
	    (how->flags & ~(uint64_t)PATH_FLAGS) != 0)
		return EINVAL;
	/* Always a lawful answer, openat2(2): what is cached is unknown. */
	return (how->resolve & RESOLVE_CACHED) != 0 ? EAGAIN : 0;
}

static bool
read_opening(struct call *c, struct opening *o)
{
	int flags, err;

	o->path = file_path(c, 0);
	o->dirfd = o->path == 0 ? AT_FDCWD : call_int(c, 0);
	if (c->nr == SYS_openat2) {
		if (!call_read_struct(c, c->arg[2], c->arg[3], &o->how,
			sizeof(o->how), sizeof(o->how)))
			return false;
		err = strict(&o->how);
		if (err != 0) {
			c->out = v_refuse(err);
			return false;
		}
		/* A root of its own would need a walk of its own; callers fall
		 * back, as on kernels without openat2. */
		if ((o->how.resolve & RESOLVE_IN_ROOT) != 0) {
			c->out = call_refuse(c, ENOSYS,
			    "RESOLVE_IN_ROOT is not supported");
			return false;
		}
		return true;
	}
	flags = call_int(c, o->path + 1);
#ifdef SYS_creat
	if (c->nr == SYS_creat) {
		lenient(&o->how, O_CREAT | O_WRONLY | O_TRUNC, flags);
		return true;
	}
#endif
	lenient(&o->how, flags, call_int(c, o->path + 2));
	/* build_open_flags() of fs/open.c, since Linux 6.4. */
	if ((o->how.flags & (O_CREAT | O_DIRECTORY)) ==
	    (O_CREAT | O_DIRECTORY)) {
		c->out = v_refuse(EINVAL);
		return false;
	}
	return true;
}

/* What an open needs of a thing that exists.  O_TRUNC writes even with
 * O_RDONLY; mode 3 is for both (open(2)); O_TMPFILE shares a bit with
 * O_DIRECTORY, so it is compared whole. */
static unsigned
needs(uint64_t flags)
{
	unsigned acc = 0;

	if ((flags & O_PATH) != 0)
		return ACC_STAT;
	if ((flags & O_TMPFILE) == O_TMPFILE)
		return ACC_CREATE;
	if ((flags & O_ACCMODE) != O_WRONLY)
		acc |= ACC_READ;
	if ((flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC) != 0)
		acc |= ACC_MODIFY;
	return acc;
}

static bool
would_all(struct call *c, unsigned accesses)
{
	for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1) {
		if ((accesses & bit) != 0 &&
		    !call_would(c, 0, (enum access)bit))
			return false;
	}
	return true;
}

/* Does the descriptor that the name goes through grant as much already? */
static bool
granted(const struct place *p, unsigned accesses)
{
	if ((accesses & ~(unsigned)(ACC_READ | ACC_MODIFY | ACC_STAT)) != 0)
		return false;
	if ((accesses & (ACC_READ | ACC_MODIFY)) == 0)
		return p->nameless;
	if (p->fd_mode < 0)
		return false;
	if ((accesses & ACC_READ) != 0 && p->fd_mode == O_WRONLY)
		return false;
	return (accesses & ACC_MODIFY) == 0 || p->fd_mode != O_RDONLY;
}

bool
opening_pin(struct call *c, const struct open_how *how)
{
	c->pin_nr = SYS_openat2;
	c->pin_arg[0] = (uint64_t)AT_FDCWD;
	c->pin_arg[2] = call_pin(c, how, sizeof(*how));
	c->pin_arg[3] = sizeof(*how);
	return c->pin_arg[2] != 0;
}

/* Could the open make or change something? */
static bool
changes(const struct open_how *how)
{
	return (how->flags & (O_CREAT | O_TRUNC)) != 0 ||
	    ((how->flags & O_PATH) == 0 &&
		(how->flags & O_ACCMODE) != O_RDONLY);
}

/* The kernel opens the canonical name, and finds no link on it. */
static struct verdict
open_name(struct call *c, struct opening *o)
{
	const struct place *p = &c->place[0];
	size_t n;

	if (!layered_open(c, &o->how))
		return c->out;
	o->how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
	if (!(changes(&o->how) ? place_host_to_change(p, c->text)
			       : place_host(p, c->text)) ||
	    (n = strlen(c->text)) + 1 >= sizeof(c->text))
		return v_refuse(ENAMETOOLONG);
	if (creates(&o->how) && !owner_opening(c, p, &o->how))
		return c->out;
	if (p->slash && n > 1)
		strcpy(c->text + n, "/");
	if (!opening_pin(c, &o->how) || !call_pin_string(c, 1, c->text))
		return c->out;
	return v_pin();
}

/* The kernel opens what is held, again, with no more rights than the
 * descriptor has. */
static struct verdict
open_held(struct call *c, struct opening *o, unsigned accesses)
{
	const struct place *p = &c->place[0];

	if (p->err != 0)
		return v_refuse(p->err);
	call_note(c, accesses, p->named, p->shown);
	o->how.flags &= ~(uint64_t)(O_CREAT | O_EXCL | O_NOFOLLOW);
	o->how.mode = 0;
	o->how.resolve = 0;
	if (!opening_pin(c, &o->how) || !file_pin_object(c, 0, 1))
		return c->out;
	return v_pin();
}

static struct verdict
open_missing(struct call *c, struct opening *o, unsigned accesses)
{
	struct place *p = &c->place[0];
	int err;

	if ((o->how.flags & O_CREAT) == 0) {
		file_may(c, 0, accesses);
		return c->out;
	}
	/* A folder on the way that is missing is not worth a question about
	 * making the file. */
	err = place_open_parent(p);
	if (err == -EMFILE || err == -ENFILE || err == -ENOMEM)
		return v_fault(-err);
	if (err != 0) {
		p->err = -err;
		call_may(c, 0, ACC_STAT);
		return c->out;
	}
	if (!call_may(c, 0, ACC_CREATE))
		return c->out;
	/* It may appear before the kernel looks: then it is not a new one. */
	if (!would_all(c, accesses))
		o->how.flags |= O_EXCL;
	return open_name(c, o);
}

static struct verdict
open_existing(struct call *c, struct opening *o, unsigned accesses)
{
	struct stat st;

	if ((o->how.flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) {
		if (!call_may(c, 0, ACC_STAT))
			return c->out;
		return v_refuse(EEXIST);
	}
	if (!would_all(c, accesses) && granted(&c->place[0], accesses))
		return open_held(c, o, accesses);
	if (!call_may(c, 0, accesses))
		return c->out;
	if (opening_reads_text(c, o))
		return opening_text(c, o);
	if ((o->how.flags & O_CREAT) != 0 && !call_would(c, 0, ACC_CREATE)) {
		/* It may vanish before the kernel looks: then it is not made
		 * anew. */
		if (fstat(c->place[0].object, &st) != 0)
			return v_fault(errno);
		if (S_ISDIR(st.st_mode))
			return v_refuse(EISDIR);
		o->how.flags &= ~(uint64_t)O_CREAT;
		o->how.mode = 0;
	} else if ((o->how.flags & O_CREAT) != 0) {
		call_note_asks(c, ACC_CREATE);
	}
	return open_name(c, o);
}

/* A file cannot be made by a name that ends in a slash, whatever stands there:
 * open_last_lookups() of fs/namei.c. */
static bool
made_with_slash(const struct call *c, const struct opening *o)
{
	const char *name = c->place[0].named;
	size_t n = strlen(name), last;

	if ((o->how.flags & O_CREAT) == 0 || n == 0 || name[n - 1] != '/')
		return false;
	while (n > 0 && name[n - 1] == '/')
		n--;
	for (last = n; last > 0 && name[last - 1] != '/'; last--)
		;
	n -= last;
	return n > 2 || (n > 0 && strspn(name + last, ".") < n);
}

/* The last name is not looked at, those before it are. */
static struct verdict
open_slash(struct call *c, const struct opening *o)
{
	snprintf(c->text, sizeof(c->text), "%s", c->place[0].named);
	if (!call_place_text(c, 0, c->text, o->dirfd, NO_FOLLOW, WANT_PARENT,
		NO_EMPTY) ||
	    !call_may(c, 0, ACC_STAT))
		return c->out;
	return v_refuse(EISDIR);
}

struct verdict
h_open(struct call *c)
{
	struct place *p = &c->place[0];
	struct opening o;
	unsigned accesses;
	bool stay;
	int err;

	if (!read_opening(c, &o))
		return c->out;
	stay = (o.how.flags & O_NOFOLLOW) != 0 ||
	    (o.how.flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
	accesses = needs(o.how.flags);
	/* What it needs is known before what is there, but where it may make
	 * it, or makes promises on the way. */
	if (!call_place_for(c,
		creates(&o.how) || o.how.resolve != 0 ? 0 : accesses, o.path,
		stay ? NO_FOLLOW : FOLLOW, WANT_OBJECT, NO_EMPTY))
		return c->out;
	err = opening_promises(c, &o);
	if (err != 0) {
		/* An empty name is refused before its way is looked at. */
		if (err > 0 && p->named[0] != '\0')
			p->err = err;
		if (err > 0)
			call_may(c, 0, ACC_STAT);
		return c->out;
	}
	if (made_with_slash(c, &o))
		return open_slash(c, &o);
	if (p->nameless && granted(p, accesses))
		return open_held(c, &o, accesses);
	if (p->nameless) {
		call_note(c, accesses, p->named, p->shown);
		return call_refuse(c, EACCES,
		    "the descriptor does not grant it");
	}
	if (p->exists && p->err == 0)
		return open_existing(c, &o, accesses);
	if (p->err != 0) {
		call_may(c, 0, accesses);
		return c->out;
	}
	return open_missing(c, &o, accesses);
}
