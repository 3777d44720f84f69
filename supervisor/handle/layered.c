/* Calls that change something in a layer. */
#include "handle/layered.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "handle/file.h"
#include "view/layer.h"

static bool
answer(struct call *c, int err)
{
	errno = -err;
	c->out = file_errno();
	return false;
}

/* As the kernel would say of the lower object: its copy is ours, whoever owned
 * it. */
static int
may_change(int object, const struct stat *st, enum lift_for why)
{
	bool own = st->st_uid == geteuid();

	switch (why) {
	case LIFT_OWNER: return own ? 0 : -EPERM;
	case LIFT_TIMES: return own ? 0 : layer_access(object, W_OK);
	case LIFT_WRITE: return layer_access(object, W_OK);
	}
	return -EPERM;
}

/* Is this the object that was looked at? */
static bool
is_object(int object, const struct stat *st)
{
	struct stat now;

	return fstat(object, &now) == 0 && now.st_dev == st->st_dev &&
	    now.st_ino == st->st_ino;
}

/* The place holds the layer's own object from here on. */
static int
hold_upper(const struct layer *l, const char *name, struct place *p)
{
	int fd = layer_open_in(l->tree, name, O_PATH | O_NOFOLLOW);

	if (fd < 0)
		return fd;
	fd_close(&p->object);
	fd_close(&p->parent);
	p->object = fd;
	p->stat_known = false;
	return 0;
}

static int
lift(struct layer *l, const char *name, struct place *p, enum lift_for why)
{
	struct layer_found f;
	int err = layer_find(l, name, &f);

	if (err != 0)
		return err;
	/* What a descriptor leads to is the layer's own already, or what was
	 * copied since; nothing else. */
	if (f.upper && is_object(p->object, &f.st))
		return 0;
	if (!f.lower || !is_object(p->object, &f.below))
		return -EACCES;
	if (!f.upper)
		err = may_change(p->object, &f.below, why);
	if (err == 0)
		err = layer_lift(l, name);
	if (err != 0)
		return err;
	return hold_upper(l, name, p);
}

bool
layered_lift(struct call *c, int which, enum lift_for why)
{
	struct place *p = &c->place[which];
	const char *name;
	struct layer *l = place_layer(p, &name);
	int err = l != NULL && p->object >= 0 ? lift(l, name, p, why) : 0;

	return err == 0 ? true : answer(c, err);
}

bool
layered_writable(const struct call *c, int which, int mode)
{
	const struct place *p = &c->place[which];
	const char *name;

	return place_layer(p, &name) != NULL &&
	    layer_access(p->object, mode) == 0;
}

bool
layered_watch(struct call *c, int which)
{
	struct place *p = &c->place[which];
	struct stat st;
	const char *name;
	struct layer *l = place_layer(p, &name);
	int err;

	if (l == NULL || fstat(p->object, &st) != 0 || !S_ISDIR(st.st_mode))
		return true;
	err = layer_lift(l, name);
	if (err == 0)
		err = hold_upper(l, name, p);
	return err == 0 ? true : answer(c, err);
}

bool
layered_links(struct call *c, int which)
{
	const struct place *p = &c->place[which];
	struct layer_found f;
	const char *name;
	const struct layer *l = place_layer(p, &name);

	if (l == NULL ||
	    (layer_find(l, name, &f) == 0 && f.upper &&
		is_object(p->object, &f.st)))
		return true;
	c->out = call_refuse(c, EXDEV,
	    "the layer does not link what is below "
	    "it");
	return false;
}

bool
layered_make(struct call *c, int which)
{
	struct place *p = &c->place[which];
	const char *name;
	struct layer *l = place_layer(p, &name);
	struct layer_found f;
	int fd, err;

	if (l == NULL)
		return true;
	/* `.`, `..` and the root are not new: filename_create() of
	 * fs/namei.c. */
	if (p->last[strspn(p->last, "./")] == '\0' && strspn(p->last, ".") <= 2)
		return answer(c, -EEXIST);
	err = layer_find(l, name, &f);
	if (err == 0 && (f.upper || f.lower))
		err = -EEXIST;
	if (err != 0)
		return answer(c, err);
	fd = layer_parent(l, name);
	if (fd < 0)
		return answer(c, fd);
	fd_close(&p->parent);
	p->parent = fd;
	return true;
}

static bool
is_tmpfile(const struct open_how *how)
{
	return (how->flags & O_TMPFILE) == O_TMPFILE;
}

/* Something without a name is made in a folder. */
static int
make_in(struct layer *l, const char *name)
{
	char any[PATH_MAX];
	int fd;

	if ((size_t)snprintf(any, sizeof(any), "%s%sx", name,
		name[0] != '\0' ? "/" : "") >= sizeof(any))
		return -ENAMETOOLONG;
	fd = layer_parent(l, any);
	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

/* Opens for writing, of what is there. */
static int
open_to_change(struct layer *l, const char *name, const struct place *p,
    const struct layer_found *f, const struct open_how *how)
{
	bool reads = (how->flags & O_ACCMODE) != O_WRONLY;
	int err;

	if (S_ISDIR(f->st.st_mode) && is_tmpfile(how))
		return make_in(l, name);
	if (S_ISDIR(f->st.st_mode))
		return -EISDIR;
	if (f->upper)
		return 0;
	err = layer_access(p->object, reads ? R_OK | W_OK : W_OK);
	if (err != 0)
		return err;
	/* Whole, though it may be truncated next: the job may be out of
	 * descriptors, and keeps its file then. */
	return layer_lift(l, name);
}

static int
open_existing(struct layer *l, const char *name, const struct place *p,
    struct open_how *how)
{
	struct layer_found f;
	int err = layer_find(l, name, &f);

	if (err != 0)
		return err;
	if (!f.upper && !f.lower)
		return -ENOENT;
	if ((how->flags & O_PATH) != 0 || S_ISLNK(f.st.st_mode))
		return 0;
	if ((how->flags & O_DIRECTORY) != 0 && !S_ISDIR(f.st.st_mode))
		return -ENOTDIR;
	if ((how->flags & O_CREAT) != 0 && S_ISDIR(f.st.st_mode))
		return -EISDIR;
	if (!is_tmpfile(how)) {
		how->flags &= ~(uint64_t)O_CREAT;
		how->mode = 0;
	}
	if ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0)
		return open_to_change(l, name, p, &f, how);
	/* All ends of a pipe are the copy's. */
	return S_ISFIFO(f.st.st_mode) && !f.upper ? layer_lift(l, name) : 0;
}

bool
layered_open(struct call *c, struct open_how *how)
{
	struct place *p = &c->place[0];
	const char *name;
	struct layer *l = place_layer(p, &name);
	int err;

	if (l == NULL)
		return true;
	if (!p->exists)
		return layered_make(c, 0);
	err = open_existing(l, name, p, how);
	return err == 0 ? true : answer(c, err);
}

bool
layered_stands(const struct place *p, bool *ret_layered, struct stat *ret)
{
	struct layer_found f;
	const char *name;
	const struct layer *l = place_layer(p, &name);

	*ret_layered = l != NULL;
	if (l == NULL || p->parent < 0 || layer_find(l, name, &f) != 0 ||
	    !(f.upper || f.lower))
		return false;
	*ret = f.st;
	return true;
}

/* What the kernel says to a last name that is none, whatever stands there:
 * do_rmdir(), do_unlinkat() of fs/namei.c.  0: it is a name. */
static int
remove_no_name(const char *last, int flags)
{
	size_t dots = strspn(last, ".");

	if (last[dots + strspn(last + dots, "/")] != '\0' || dots > 2)
		return 0;
	if (flags != AT_REMOVEDIR)
		return EISDIR;
	return dots == 2 ? ENOTEMPTY : dots == 1 ? EINVAL : EBUSY;
}

bool
layered_stays(struct call *c, int which)
{
	struct layer_found f;
	const char *name;
	const struct place *p = &c->place[which];
	const struct layer *l = place_layer(p, &name);

	if (l == NULL || remove_no_name(p->last, 0) != 0 ||
	    layer_find(l, name, &f) != 0 || !f.lower || !S_ISDIR(f.st.st_mode))
		return false;
	c->out = call_refuse(c, EXDEV,
	    "the layer does not move a folder that "
	    "is below it");
	return true;
}

bool
layered_remove(struct call *c, int flags, struct verdict *ret)
{
	const struct place *p = &c->place[0];
	const char *name;
	struct layer *l = place_layer(p, &name);
	int err;

	if (l == NULL)
		return false;
	err = -remove_no_name(p->last, flags);
	if (err == 0)
		err = layer_remove(l, name, p->last, flags);
	errno = -err;
	*ret = err == 0 ? v_return(0) : file_errno();
	return true;
}

bool
layered_rename(struct call *c, unsigned flags, struct verdict *ret)
{
	const struct place *old = &c->place[0], *new = &c->place[1];
	struct layer_end from = {.last = old->last}, to = {.last = new->last};
	struct layer *l = place_layer(old, &from.name);
	int err = 0;

	if (l == NULL || place_layer(new, &to.name) != l)
		return false;
	if (remove_no_name(old->last, AT_REMOVEDIR) != 0 ||
	    remove_no_name(new->last, AT_REMOVEDIR) != 0)
		err = -EBUSY;
	if (err == 0)
		err = layer_rename(l, &from, &to, flags);
	errno = -err;
	*ret = err == 0 ? v_return(0) : file_errno();
	return true;
}

void
layered_identity(const struct place *p, struct stat *st)
{
	struct layer_found f;
	const char *name;
	const struct layer *l;

	if (!S_ISDIR(st->st_mode))
		return;
	l = place_layer(p, &name);
	if (l == NULL || layer_find(l, name, &f) != 0 || !f.lower ||
	    !S_ISDIR(f.below.st_mode))
		return;
	st->st_dev = f.below.st_dev;
	st->st_ino = f.below.st_ino;
}
