/* Making, removing and moving names.  Each is carried out by the supervisor on
 * the folder that was judged and the last name, which the kernel never follows
 * in these calls. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "handle/file.h"
#include "handle/handle.h"
#include "handle/layered.h"
#include "handle/owner.h"
#include "handle/tree.h"

/* Is there something at the name?  `ret` may be NULL. */
static bool
stands(const struct place *p, struct stat *ret)
{
	struct stat st;
	bool layered, there;

	if (ret == NULL)
		ret = &st;
	there = layered_stands(p, &layered, ret);
	return layered ? there
		       : p->parent >= 0 &&
		fstatat(p->parent, p->last, ret, AT_SYMLINK_NOFOLLOW) == 0;
}

/* As the kernel, tells who may stat a name that it is there (or not) before it
 * tells that the change is not allowed: mkdir -p relies on it. */
static bool
may_change(struct call *c, int which, enum access one, bool wanted, int err)
{
	const struct place *p = &c->place[which];

	if (p->err == 0 && !call_would(c, which, one) &&
	    call_would(c, which, ACC_STAT) && stands(p, NULL) != wanted) {
		if (!call_may(c, which, ACC_STAT))
			return false;
		c->event.err = err;
		c->out = v_refuse(err);
		return false;
	}
	return call_may(c, which, one);
}

static bool
may_make(struct call *c, int which)
{
	return may_change(c, which, ACC_CREATE, false, EEXIST) &&
	    layered_make(c, which);
}

static bool
may_remove(struct call *c, int which)
{
	return may_change(c, which, ACC_DELETE, true, ENOENT);
}

/* What a call is about to do with a name. */
enum change {
	CHANGE_MAKE,
	CHANGE_REMOVE,
	CHANGE_MOVE
};

/* Where the namespace maps or hides something, the name is fixed, as a mount
 * point is. */
static int
border_error(const struct place *p, enum change change)
{
	switch (place_border(p)) {
	case BORDER_NONE: return 0;
	case BORDER_MAPPED: return change == CHANGE_MAKE ? EEXIST : EBUSY;
	case BORDER_HIDDEN: return change == CHANGE_REMOVE ? ENOENT : EACCES;
	}
	return 0;
}

/* The n-th name's folder is held, its last name is not looked at. */
static bool
name_place(struct call *c, int n, enum change change)
{
	struct place *p = &c->place[n];
	int err;

	if (!call_place(c, n, file_path(c, n), NO_FOLLOW, WANT_PARENT,
		NO_EMPTY))
		return false;
	err = p->err == 0 ? border_error(p, change) : 0;
	if (err != 0)
		p->err = err;
	if (err == EBUSY || err == EACCES)
		p->why = "the namespace maps or hides this name";
	if (p->err == 0 && change != CHANGE_MAKE && call_is_fixed(c, p)) {
		p->err = EBUSY;
		p->why = "the second wall holds this folder (--no-landlock)";
	}
	return true;
}

/* May a folder with these names be moved or removed, as the namespace goes? */
static bool
not_held(struct call *c, int n, int err)
{
	if (!place_holds_border(&c->place[n]))
		return true;
	c->out = call_refuse(c, err, "the namespace maps something below it");
	return false;
}

/* Across maps as across mounts: programs copy instead, so nobody is told. */
static bool
same_place(struct call *c)
{
	if (place_same_place(&c->place[0], &c->place[1]))
		return true;
	c->out = v_refuse(EXDEV);
	return false;
}

/* Works under the task's umask: setting our own, not masking the mode, so that
 * a folder's default ACL is obeyed (acl(5)). */
static bool
take_umask(struct call *c, mode_t *ret_ours)
{
	int mask = place_umask(c->task);

	if (mask < 0) {
		c->out = mask == -ESRCH ? v_gone() : v_fault(-mask);
		return false;
	}
	*ret_ours = umask((mode_t)mask);
	return true;
}

/* The answer of a call that made place 0. */
static struct verdict
made(struct call *c, int result, const struct owner_new *new)
{
	const struct place *p = &c->place[0];

	if (result != 0)
		return file_errno();
	return owner_made(c, new, p->parent, p->last) ? v_return(0) : c->out;
}

struct verdict
h_mkdir(struct call *c)
{
	const struct place *p = &c->place[0];
	mode_t mode = (mode_t)call_int(c, file_path(c, 0) + 1) & 07777;
	struct owner_new new;
	mode_t ours;
	int r, err;

	mode |= S_IFDIR;
	if (!name_place(c, 0, CHANGE_MAKE) || !may_make(c, 0) ||
	    !owner_making(c, p->parent, &mode, 0, &new) ||
	    !take_umask(c, &ours))
		return c->out;
	r = mkdirat(p->parent, p->last, mode & 07777);
	err = errno;
	umask(ours);
	errno = err;
	return made(c, r, &new);
}

/* Devices reach drivers past all rules; a kernel answers EPERM to whoever may
 * not make them. */
static int
mknod_refused(unsigned mode)
{
	switch (mode & S_IFMT) {
	case 0:
	case S_IFREG:
	case S_IFIFO:
	case S_IFSOCK: return 0;
	case S_IFCHR:
	case S_IFBLK:
	case S_IFDIR: return EPERM;
	default: return EINVAL;
	}
}

struct verdict
h_mknod(struct call *c)
{
	const struct place *p = &c->place[0];
	mode_t mode = (mode_t)call_int(c, file_path(c, 0) + 1) & 0177777;
	dev_t rdev = (unsigned)call_int(c, file_path(c, 0) + 2);
	int r, err = mknod_refused(mode);
	struct owner_new new;
	mode_t ours;

	if (err == EPERM && !S_ISDIR(mode)) {
		if (!owner_may_mknod(c))
			return call_refuse(c, EPERM, "no devices are made");
		err = 0;
	}
	if (err != 0)
		return v_refuse(err);
	if (!name_place(c, 0, CHANGE_MAKE) || !may_make(c, 0) ||
	    !owner_making(c, p->parent, &mode, rdev, &new) ||
	    !take_umask(c, &ours))
		return c->out;
	r = mknodat(p->parent, p->last, mode, 0);
	err = errno;
	umask(ours);
	errno = err;
	return made(c, r, &new);
}

struct verdict
h_symlink(struct call *c)
{
	const struct place *p = &c->place[0];
	mode_t mode = S_IFLNK | 0777;
	struct owner_new new;

	if (!call_string(c, 0, c->text, sizeof(c->text)))
		return c->out;
	if (c->text[0] == '\0')
		return v_refuse(ENOENT);
	if (!name_place(c, 0, CHANGE_MAKE) || !may_make(c, 0) ||
	    !owner_making(c, p->parent, &mode, 0, &new))
		return c->out;
	return made(c, symlinkat(c->text, p->parent, p->last), &new);
}

struct verdict
h_unlink(struct call *c)
{
	const struct place *p = &c->place[0];
	struct verdict v;
	struct stat st;
	int flags;
	bool ends;

	if (!file_flags(c, AT_REMOVEDIR, &flags))
		return c->out;
#ifdef SYS_rmdir
	if (c->nr == SYS_rmdir)
		flags = AT_REMOVEDIR;
#endif
	if (!name_place(c, 0, CHANGE_REMOVE) || !may_remove(c, 0))
		return c->out;
	if (flags == AT_REMOVEDIR && !not_held(c, 0, ENOTEMPTY))
		return c->out;
	ends = owner_ends(c, p->parent, p->last, &st);
	if (!layered_remove(c, flags, &v))
		v = unlinkat(p->parent, p->last, flags) == 0 ? v_return(0)
							     : file_errno();
	if (ends && v.kind == V_RETURN && v.value == 0)
		owner_gone(c, &st);
	return v;
}

/* A second name carries all rights of its folder to the file, so the job must
 * have them already.  The object that was judged is linked, through our own
 * descriptor. */
struct verdict
h_link(struct call *c)
{
	struct place *old = &c->place[0], *new = &c->place[1];
	char name[32];
	int flags;

	if (!file_flags(c, AT_SYMLINK_FOLLOW | AT_EMPTY_PATH, &flags))
		return c->out;
	if (!call_place(c, 0, file_path(c, 0),
		(flags & AT_SYMLINK_FOLLOW) != 0 ? FOLLOW : NO_FOLLOW,
		WANT_OBJECT,
		(flags & AT_EMPTY_PATH) != 0 ? EMPTY_OK : NO_EMPTY) ||
	    !name_place(c, 1, CHANGE_MAKE))
		return c->out;
	if (!file_may(c, 0, ACC_STAT) ||
	    !may_change(c, 1, ACC_CREATE, false, EEXIST) ||
	    !file_may(c, 0, TREE_RIGHTS) || !layered_make(c, 1))
		return c->out;
	/* do_linkat() of fs/namei.c looks for the new name first. */
	if (!place_same_place(old, new) && stands(new, NULL))
		return v_refuse(EEXIST);
	if (!same_place(c) || !layered_links(c, 0))
		return c->out;
	place_proc_name(old->object, name, sizeof(name));
	if (linkat(AT_FDCWD, name, new->parent, new->last, AT_SYMLINK_FOLLOW) !=
	    0)
		return file_errno();
	return v_return(0);
}

/* Moving a name must not give rights to the file, or to anything below it. */
static bool
may_move(struct call *c, int from, int to)
{
	const struct place *a = &c->place[from], *b = &c->place[to];
	const struct policy *rules = c->task->process->policy;
	const struct who who = call_who(c);
	unsigned gain = tree_gain(rules, &who, a->shown, b->shown);
	struct stat st;
	int r;

	/* Where the old name asks, the answer may be yes. */
	if (gain != 0 && !call_may(c, from, gain))
		return false;
	if (!stands(a, &st) || !S_ISDIR(st.st_mode))
		return true;
	if (layered_stays(c, from))
		return false;
	r = tree_gains(rules, &who, a->parent, a->last, a->shown, b->shown);
	if (r == 0)
		return true;
	if (r == -EMFILE || r == -ENFILE || r == -ENOMEM)
		c->out = v_fault(-r);
	else
		c->out = call_refuse(c, EACCES,
		    r > 0 ? "the rules deny something below the folder, and "
			    "would not at its new name"
			  : "what is below the folder cannot be judged");
	return false;
}

static bool
may_rename(struct call *c, unsigned flags)
{
	bool exchange = (flags & RENAME_EXCHANGE) != 0;
	bool there = stands(&c->place[1], NULL);

	if (!may_remove(c, 0))
		return false;
	if (there && (flags & RENAME_NOREPLACE) != 0 &&
	    call_would(c, 1, ACC_STAT)) {
		c->event.err = EEXIST;
		c->out = v_refuse(EEXIST);
		return false;
	}
	if (!call_may(c, 1,
		there || exchange ? ACC_CREATE | ACC_DELETE : ACC_CREATE))
		return false;
	if (exchange && (!call_may(c, 0, ACC_CREATE) || !may_move(c, 1, 0)))
		return false;
	return may_move(c, 0, 1);
}

/* Is it the object of this name too?  Then renaming does nothing (rename(2)).
 */
static bool
is_same(const struct place *p, const struct stat *st)
{
	struct stat own;

	return stands(p, &own) && own.st_dev == st->st_dev &&
	    own.st_ino == st->st_ino;
}

struct verdict
h_rename(struct call *c)
{
	const struct place *old = &c->place[0], *new = &c->place[1];
	unsigned flags = 0;
	struct verdict v;
	struct stat st;
	bool ends;

	if (c->nr == SYS_renameat2)
		flags = (unsigned)call_int(c, 4);
	if ((flags &
		~(unsigned)(RENAME_NOREPLACE | RENAME_EXCHANGE |
		    RENAME_WHITEOUT)) != 0)
		return v_refuse(EINVAL);
	if ((flags & RENAME_EXCHANGE) != 0 && flags != RENAME_EXCHANGE)
		return v_refuse(EINVAL);
	/* A whiteout is a device node. */
	if ((flags & RENAME_WHITEOUT) != 0)
		return call_refuse(c, EPERM, "no devices are made");
	if (!name_place(c, 0, CHANGE_REMOVE) ||
	    !name_place(c, 1, CHANGE_MOVE) || !may_rename(c, flags) ||
	    !not_held(c, 0, EBUSY) || !not_held(c, 1, EBUSY) || !same_place(c))
		return c->out;
	ends = flags == 0 && owner_ends(c, new->parent, new->last, &st) &&
	    !is_same(old, &st);
	if (!layered_rename(c, flags, &v))
		v = syscall(SYS_renameat2, old->parent, old->last, new->parent,
			new->last, flags) == 0
		    ? v_return(0)
		    : file_errno();
	if (ends && v.kind == V_RETURN && v.value == 0)
		owner_gone(c, &st);
	return v;
}
