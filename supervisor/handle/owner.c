/* Owners, modes and devices that only seem: what chown, chmod and mknod would
 * have done for root is remembered (view/owners.h), and stat tells it.
 *
 * The real file keeps the job's user as its owner, who may always read and
 * write it, and gets neither set-user-ID nor set-group-ID: what seems is a
 * right for nobody. */
#include "handle/owner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "handle/file.h"
#include "space.h"
#include "view/owners.h"

#define SET_IDS (S_ISUID | S_ISGID)

bool
owner_root_process(const struct process *p)
{
	const struct space *s = policy_space(p->policy);

	return s != NULL && s->root_user;
}

bool
owner_root(const struct call *c)
{
	return owner_root_process(c->task->process);
}

void
owner_show(const struct call *c, struct stat *st)
{
	if (owner_root(c))
		owners_show(&c->m->owners, st);
}

void
owner_show_statx(const struct call *c, struct statx *stx)
{
	struct stat st = {
	    .st_dev = makedev(stx->stx_dev_major, stx->stx_dev_minor),
	    .st_ino = stx->stx_ino,
	    .st_mode = stx->stx_mode,
	    .st_uid = stx->stx_uid,
	    .st_gid = stx->stx_gid,
	    .st_rdev = makedev(stx->stx_rdev_major, stx->stx_rdev_minor),
	};

	if (!owner_root(c))
		return;
	owners_show(&c->m->owners, &st);
	stx->stx_mode = (uint16_t)st.st_mode;
	stx->stx_uid = st.st_uid;
	stx->stx_gid = st.st_gid;
	stx->stx_rdev_major = major(st.st_rdev);
	stx->stx_rdev_minor = minor(st.st_rdev);
}

bool
owner_lists(const struct call *c)
{
	return c->m->owners.devices != 0 && owner_root(c);
}

unsigned char
owner_type(const struct call *c, dev_t dev, ino_t ino, unsigned char type)
{
	return type == DT_REG ? owners_type(&c->m->owners, dev, ino) : type;
}

/* Puts what came of remembering something into c->out. */
static bool
answer(struct call *c, int err)
{
	if (err == 0)
		return true;
	c->out = err == -ENOSPC ? v_refuse(ENOSPC) : v_fault(-err);
	return false;
}

static const struct creds *
creds_of(const struct call *c)
{
	return &c->task->process->creds;
}

/* The object that place 0 holds, as it is and as it seems. */
static bool
look(struct call *c, struct stat *real, struct stat *seems)
{
	if (syscall(SYS_newfstatat, c->place[0].object, "", real,
		AT_EMPTY_PATH) != 0) {
		c->out = file_errno();
		return false;
	}
	*seems = *real;
	owners_show(&c->m->owners, seems);
	return true;
}

/* What the file really gets: never a set-ID bit, and always enough for the
 * job's user to go on with it, as root could. */
static mode_t
real_mode(mode_t mode, bool folder)
{
	return (mode & 07777 & ~(mode_t)SET_IDS) | (folder ? 0700 : 0600);
}

struct verdict
owner_chmod(struct call *c, mode_t mode)
{
	const struct creds *me = creds_of(c);
	struct stat real, seems;
	mode_t given;

	if (c->place[0].is_link)
		return v_refuse(EOPNOTSUPP);
	if (!look(c, &real, &seems))
		return c->out;
	given = real_mode(mode, S_ISDIR(real.st_mode));
	if (seems.st_uid != me->uid.fs && !creds_able(me, CAP_FOWNER))
		return v_refuse(EPERM);
	/* A file of another user's is left as it is. */
	if (file_chmod(&c->place[0], given) == 0)
		real.st_mode = (real.st_mode & S_IFMT) | given;
	else if (errno != EPERM)
		return file_errno();
	seems.st_mode = (seems.st_mode & S_IFMT) | mode;
	return answer(c, owners_set(&c->m->owners, &real, &seems)) ? v_return(0)
								   : c->out;
}

static bool
in_groups(const struct creds *me, gid_t gid)
{
	if (gid == me->gid.fs)
		return true;
	for (unsigned i = 0; i < me->group_count; i++)
		if (me->groups[i] == gid)
			return true;
	return false;
}

/* chown_ok() and chgrp_ok() of fs/attr.c. */
static bool
may_chown(const struct creds *me, const struct stat *st, int uid, int gid)
{
	bool mine = st->st_uid == me->uid.fs;

	if (creds_able(me, CAP_CHOWN))
		return true;
	if (uid != -1 && (!mine || (uid_t)uid != st->st_uid))
		return false;
	return gid == -1 ||
	    (mine && ((gid_t)gid == st->st_gid || in_groups(me, (gid_t)gid)));
}

struct verdict
owner_chown(struct call *c, int uid, int gid)
{
	struct stat real, seems;

	if (!look(c, &real, &seems))
		return c->out;
	if (!may_chown(creds_of(c), &seems, uid, gid))
		return v_refuse(EPERM);
	/* As chown_common() of fs/open.c, for root too. */
	if (!S_ISDIR(seems.st_mode)) {
		seems.st_mode &= ~(mode_t)S_ISUID;
		if ((seems.st_mode & S_IXGRP) != 0)
			seems.st_mode &= ~(mode_t)S_ISGID;
	}
	if (uid != -1)
		seems.st_uid = (uid_t)uid;
	if (gid != -1)
		seems.st_gid = (gid_t)gid;
	return answer(c, owners_set(&c->m->owners, &real, &seems)) ? v_return(0)
								   : c->out;
}

bool
owner_may_mknod(const struct call *c)
{
	return owner_root(c) && creds_able(creds_of(c), CAP_MKNOD);
}

/* A folder with the set-group-ID bit gives its group on (inode(7)). */
static void
take_group(const struct call *c, int parent, struct owner_new *n)
{
	struct stat st;

	if (c->m->owners.count == 0 || fstat(parent, &st) != 0)
		return;
	owners_show(&c->m->owners, &st);
	if ((st.st_mode & S_ISGID) == 0)
		return;
	n->gid = st.st_gid;
	if (S_ISDIR(n->mode))
		n->mode |= S_ISGID;
}

/* Takes the umask off what was asked for. */
static bool
mask_mode(struct call *c, struct owner_new *n)
{
	int mask = place_umask(c->task);

	if (mask < 0) {
		c->out = mask == -ESRCH ? v_gone() : v_fault(-mask);
		return false;
	}
	n->mode &= ~(mode_t)mask;
	return true;
}

bool
owner_making(struct call *c, int parent, mode_t *mode, dev_t rdev,
    struct owner_new *ret)
{
	const struct creds *me = creds_of(c);
	mode_t type = (*mode & S_IFMT) != 0 ? *mode & S_IFMT : S_IFREG;
	bool device = S_ISCHR(type) || S_ISBLK(type);

	*ret = (struct owner_new){
	    .mode = type | (*mode & 07777),
	    .uid = me->uid.fs,
	    .gid = me->gid.fs,
	    .rdev = rdev,
	};
	if (!owner_root(c))
		return true;
	take_group(c, parent, ret);
	if (!S_ISLNK(type)) {
		mode_t real = device ? 0600 : real_mode(*mode, S_ISDIR(type));

		ret->asked = device || real != (ret->mode & 07777);
		*mode = (device ? S_IFREG : type) | real;
	}
	ret->remember = ret->asked || ret->uid != 0 || ret->gid != 0 ||
	    c->m->owners.count != 0;
	return !ret->asked || mask_mode(c, ret);
}

/* A new object: whatever was remembered of its number was another's. */
static int
made(struct owners *o, const struct owner_new *n, const struct stat *real)
{
	struct stat seems = *real;

	owners_drop(o, real);
	owners_show(o, &seems);
	if (n->uid != 0)
		seems.st_uid = n->uid;
	if (n->gid != 0)
		seems.st_gid = n->gid;
	if (n->asked)
		seems.st_mode = n->mode;
	seems.st_rdev = n->rdev;
	return owners_set(o, real, &seems);
}

bool
owner_made(struct call *c, const struct owner_new *n, int parent,
    const char *last)
{
	struct stat real;

	/* Gone again: no harm. */
	if (!n->remember ||
	    fstatat(parent, last, &real, AT_SYMLINK_NOFOLLOW) != 0)
		return true;
	return answer(c, made(&c->m->owners, n, &real));
}

/* What waits for the end of an open that makes a file. */
struct opening {
	struct owners *owners;
	struct owner_new what;
};

static void
opened(struct tracee *t, int64_t *result, void *data)
{
	const struct opening *o = data;
	char name[64];
	struct stat real;

	t->exclusive = false;
	if (*result < 0)
		return;
	snprintf(name, sizeof(name), "/proc/%d/fd/%d", (int)t->tid,
	    (int)*result);
	if (stat(name, &real) == 0)
		(void)made(o->owners, &o->what, &real);
}

bool
owner_opening(struct call *c, const struct place *p, struct open_how *how)
{
	bool unnamed = (how->flags & O_TMPFILE) == O_TMPFILE;
	mode_t mode = S_IFREG | (mode_t)how->mode;
	struct owner_new n;
	struct opening *o;

	if (!owner_root(c) || (p->exists && !unnamed))
		return true;
	if (!owner_making(c, unnamed ? p->object : p->parent, &mode, 0, &n))
		return false;
	if (!n.remember)
		return true;
	o = malloc(sizeof(*o));
	if (o == NULL) {
		c->out = v_fault(ENOMEM);
		return false;
	}
	*o = (struct opening){&c->m->owners, n};
	how->mode = mode & 07777;
	/* It was missing, and only an outsider could have made it since: what
	 * is opened is new, and nothing that such a call could wait for. */
	if (!unnamed)
		how->flags |= O_EXCL;
	call_on_return(c, opened, o, free);
	c->task->exclusive = true;
	return true;
}

bool
owner_ends(const struct call *c, int parent, const char *last, struct stat *ret)
{
	return c->m->owners.count != 0 &&
	    fstatat(parent, last, ret, AT_SYMLINK_NOFOLLOW) == 0 &&
	    (S_ISDIR(ret->st_mode) || ret->st_nlink == 1);
}

void
owner_gone(struct call *c, const struct stat *st)
{
	owners_drop(&c->m->owners, st);
}
