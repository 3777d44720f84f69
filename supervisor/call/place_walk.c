/* The walk, name by name: for names that meet links, `..` or procfs. */
#include "call/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fd.h"

/* As the kernel counts them: path_resolution(7). */
#define MAX_LINKS 40

/* procfs gives its root this number (PROC_ROOT_INO, linux/proc_fs.h). */
#define PROC_ROOT 1

bool
walk_ours(int err)
{
	return err == EMFILE || err == ENFILE || err == ENOMEM;
}

int
place_open(int dir, const char *path, uint64_t flags)
{
	struct open_how how = {
	    .flags = flags | O_CLOEXEC,
	    .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));

	return fd < 0 ? -errno : (int)fd;
}

void
walk_rest(struct walk *w, const char *name)
{
	w->at = sizeof(w->room) - 1;
	w->room[w->at] = '\0';
	walk_push(w, name);
}

bool
walk_push(struct walk *w, const char *text)
{
	size_t n = strlen(text);

	if (n > w->at)
		return false;
	w->at -= n;
	memcpy(w->room + w->at, text, n);
	return true;
}

/* Adds one name to shown, and its end to *len.  False: too long. */
static bool
add_name(struct place *p, size_t *len, const char *name, size_t n)
{
	if (n >= sizeof(p->shown) - 1 - *len)
		return false;
	p->shown[*len] = '/';
	memcpy(p->shown + *len + 1, name, n);
	*len += n + 1;
	p->shown[*len] = '\0';
	return true;
}

/* Takes the last name off shown; the root stays. */
static void
drop_name(const struct place *p, size_t *len)
{
	while (*len > 0 && p->shown[*len - 1] != '/')
		(*len)--;
	if (*len > 0)
		(*len)--;
}

bool
walk_spell(struct walk *w)
{
	struct place *p = w->p;
	const char *s = w->room + w->at;
	size_t len = w->len;
	bool fits = true;

	while (fits) {
		size_t n;

		s += strspn(s, "/");
		n = strcspn(s, "/");
		if (n == 0)
			break;
		if (n == 2 && s[0] == '.' && s[1] == '.')
			drop_name(p, &len);
		else if (n != 1 || s[0] != '.')
			fits = add_name(p, &len, s, n);
		s += n;
	}
	if (len == 0)
		p->shown[len++] = '/';
	p->shown[len] = '\0';
	return fits;
}

int
walk_fail(struct walk *w, int err)
{
	walk_spell(w);
	w->p->err = err;
	return STEP_DONE;
}

int
walk_refuse(struct walk *w, int err, const char *why)
{
	w->p->why = why;
	return walk_fail(w, err);
}

void
walk_restart(struct walk *w)
{
	fd_close(&w->here);
	w->len = 0;
	w->proc = 0;
	w->p->shown[0] = '\0';
}

int
walk_count(struct walk *w)
{
	if (w->p->links >= MAX_LINKS)
		return walk_fail(w, ELOOP);
	w->p->links++;
	return STEP_NEXT;
}

void
walk_last(struct place *p, bool slash)
{
	const char *name = strrchr(p->shown, '/');

	p->slash = slash;
	if (name == NULL || name[1] == '\0')
		strcpy(p->last, "/");
	else
		snprintf(p->last, sizeof(p->last), "%.*s%s", NAME_MAX, name + 1,
		    slash ? "/" : "");
}

/* Opens the folder that the walk stands in, by its name. */
static int
open_here(struct walk *w)
{
	int fd;

	w->p->shown[w->len] = '\0';
	fd = walk_open_seen(w->p, w->len == 0 ? "/" : w->p->shown,
	    O_PATH | O_DIRECTORY);
	if (fd < 0)
		return walk_ours(-fd) ? fd : walk_fail(w, -fd);
	fd_close(&w->here);
	w->here = fd;
	return fstat(fd, &w->folder) == 0 ? STEP_NEXT : -errno;
}

/* `..`: the folder above by name, so that what is held is what is judged,
 * though the folder may have moved meanwhile. */
static int
step_up(struct walk *w, size_t n)
{
	int fd = place_open(w->here, "..", O_PATH | O_DIRECTORY);

	if (fd < 0)
		return walk_ours(-fd) ? fd : walk_fail(w, -fd);
	close(fd);
	w->at += n;
	drop_name(w->p, &w->len);
	if (w->len < w->proc)
		w->proc = 0;
	return open_here(w);
}

/* Puts a link's text in the place of its name. */
static int
step_link(struct walk *w, const char *name, size_t n, int link,
    const struct stat *st)
{
	char text[PATH_MAX];
	ssize_t got;
	int r = walk_count(w);

	if (r != STEP_NEXT)
		return r;
	if (proc_has_magic(w))
		return proc_link(w, name);
	/* fs.protected_symlinks (proc_sys_fs(5)): let the kernel say whether a
	 * stranger's link in a folder like /tmp may be followed. */
	if ((w->folder.st_mode & (S_ISVTX | S_IWOTH)) == (S_ISVTX | S_IWOTH) &&
	    st->st_uid != w->folder.st_uid && st->st_uid != geteuid()) {
		cleanup_fd int probe =
		    openat(w->here, name, O_PATH | O_CLOEXEC);

		if (probe < 0 && errno == EACCES)
			return walk_fail(w, EACCES);
	}
	got = readlinkat(link, "", text, sizeof(text));
	if (got < 0)
		return walk_fail(w, errno);
	if ((size_t)got >= sizeof(text))
		return walk_fail(w, ENAMETOOLONG);
	if (got == 0)
		return walk_fail(w, ENOENT);
	text[got] = '\0';
	w->at += n;
	if (text[0] == '/')
		walk_restart(w);
	else
		w->p->shown[w->len] = '\0';
	return walk_push(w, text) ? STEP_TRY : walk_fail(w, ENAMETOOLONG);
}

/* The walk has arrived at `fd`, whose name is shown. */
static int
arrive(struct walk *w, int fd, bool slash)
{
	struct place *p = w->p;
	struct stat a, b;

	p->object = fd;
	p->exists = true;
	walk_last(p, slash);
	p->err = w->proc != 0 ? proc_guard(w) : 0;
	if (p->err != 0)
		p->why = "it would change another process";
	/* Still what the descriptor leads to, or another file by its name? */
	if (w->via >= 0 && fstat(w->via, &a) == 0 && fstat(fd, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino)
		p->fd_mode = w->via_mode;
	return STEP_DONE;
}

/* Is the folder just entered a procfs, or a part of one shown elsewhere? */
static int
enter(struct walk *w, int fd, const struct stat *st)
{
	struct statfs fs;

	if (w->proc != 0 || st->st_dev == w->folder.st_dev)
		return 0;
	if (fstatfs(fd, &fs) != 0)
		return errno;
	if (fs.f_type != PROC_SUPER_MAGIC)
		return 0;
	w->proc = w->len;
	return st->st_ino == PROC_ROOT ? 0 : EACCES;
}

struct name {
	char text[NAME_MAX + 1];
	size_t len;
	bool last;  /* nothing but slashes after it */
	bool slash; /* a slash after it */
};

/* The name is opened: a link is replaced, a folder entered. */
static int
step_into(struct walk *w, const struct name *n, int *fd)
{
	struct stat st;
	bool end = n->last && !n->slash;
	int err;

	if (fstat(*fd, &st) != 0)
		return -errno;
	if (S_ISLNK(st.st_mode) && !(end && w->follow == NO_FOLLOW))
		return step_link(w, n->text, n->len, *fd, &st);
	if (!end && !S_ISDIR(st.st_mode))
		return walk_fail(w, ENOTDIR);
	if (!add_name(w->p, &w->len, n->text, n->len))
		return walk_fail(w, ENAMETOOLONG);
	w->at += n->len;
	err = enter(w, *fd, &st);
	if (err != 0)
		return walk_fail(w, err);
	w->p->is_link = S_ISLNK(st.st_mode);
	if (n->last)
		return arrive(w, steal_fd(fd), n->slash);
	fd_close(&w->here);
	w->here = steal_fd(fd);
	w->folder = st;
	return STEP_NEXT;
}

/* Opens one name of the folder that the walk stands in. */
static int
open_child(struct walk *w, const struct name *n)
{
	char child[PATH_MAX];

	if (!walk_border(w->p, w->len, n->text))
		return place_open(w->here, n->text, O_PATH | O_NOFOLLOW);
	if ((size_t)snprintf(child, sizeof(child), "%.*s/%s", (int)w->len,
		w->p->shown, n->text) >= sizeof(child))
		return -ENAMETOOLONG;
	return walk_open_seen(w->p, child, O_PATH | O_NOFOLLOW);
}

static int
step_name(struct walk *w, const struct name *n)
{
	bool followed = !n->last || n->slash || w->follow == FOLLOW;
	cleanup_fd int fd = -1;
	int r;

	if (w->proc != 0) {
		r = proc_name(w, n->text, followed);
		if (r != STEP_NEXT)
			return r;
	}
	fd = open_child(w, n);
	if (fd == -ENOENT && n->last) {
		if (!walk_spell(w))
			return walk_fail(w, ENAMETOOLONG);
		walk_last(w->p, n->slash);
		w->p->parent = steal_fd(&w->here);
		return STEP_DONE;
	}
	if (fd < 0)
		return walk_ours(-fd) ? fd : walk_fail(w, -fd);
	return step_into(w, n, &fd);
}

/* The last name of a WANT_PARENT place: never followed. */
static int
stop_before(struct walk *w, const struct name *n)
{
	struct place *p = w->p;

	if (!walk_spell(w))
		return walk_fail(w, ENAMETOOLONG);
	p->parent = steal_fd(&w->here);
	p->slash = n->slash;
	snprintf(p->last, sizeof(p->last), "%s%s", n->len == 0 ? "/" : n->text,
	    n->len != 0 && n->slash ? "/" : "");
	return STEP_DONE;
}

static int
step(struct walk *w)
{
	const char *s = w->room + w->at;
	const char *after;
	struct name n;

	s += strspn(s, "/");
	n.len = strcspn(s, "/");
	after = s + n.len;
	n.slash = *after == '/';
	n.last = after[strspn(after, "/")] == '\0';
	if (n.len > NAME_MAX)
		return walk_fail(w, ENAMETOOLONG);
	memcpy(n.text, s, n.len);
	n.text[n.len] = '\0';
	if (n.last && w->want == WANT_PARENT)
		return stop_before(w, &n);
	w->at = (size_t)(s - w->room);
	if (n.len == 0 || strcmp(n.text, ".") == 0) {
		w->at += n.len;
		if (!n.last)
			return STEP_NEXT;
		walk_spell(w);
		return arrive(w, steal_fd(&w->here), true);
	}
	if (strcmp(n.text, "..") == 0) {
		int r = step_up(w, n.len);

		if (r != STEP_NEXT || !n.last)
			return r;
		walk_spell(w);
		return arrive(w, steal_fd(&w->here), true);
	}
	return step_name(w, &n);
}

int
walk_steps(struct walk *w)
{
	int r = w->here < 0 ? open_here(w) : STEP_NEXT;

	while (r == STEP_NEXT)
		r = step(w);
	return r;
}
