/* Places: where a walk starts, the one-call way for names without links, and
 * what descriptors stand for. */
#include "call/place.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fd.h"
#include "call/walk.h"
#include "rules.h"
#include "tracee/tracee.h"

void
place_init(struct place *p)
{
	p->space = NULL;
	p->shown[0] = '\0';
	p->last[0] = '\0';
	p->parent = -1;
	p->object = -1;
	p->exists = false;
	p->slash = false;
	p->is_link = false;
	p->is_fd = false;
	p->err = 0;
	p->nameless = false;
	p->fd_mode = -1;
	p->links = 0;
	p->magic = false;
	p->stat_known = false;
	p->why = NULL;
}

void
place_done(struct place *p)
{
	fd_close(&p->parent);
	fd_close(&p->object);
}

void
place_proc_name(int fd, char *to, size_t size)
{
	snprintf(to, size, "/proc/self/fd/%d", fd);
}

/* The link of /proc that stands for the task's descriptor or working folder. */
static void
link_of(const struct tracee *t, int dirfd, char *to, size_t size)
{
	if (dirfd == AT_FDCWD)
		snprintf(to, size, "/proc/%d/cwd", (int)t->tid);
	else
		snprintf(to, size, "/proc/%d/fd/%d", (int)t->tid, dirfd);
}

/* Why such a link cannot be had: 0 when there is no such descriptor (p->err is
 * set), else as place_resolve() returns. */
static int
no_link(struct place *p, const struct tracee *t, int err)
{
	char task[32];

	if (err != ENOENT)
		return -err;
	snprintf(task, sizeof(task), "/proc/%d/fdinfo", (int)t->tid);
	if (access(task, R_OK) != 0)
		return -ESRCH;
	p->err = EBADF;
	return 0;
}

/* The object behind a descriptor or the working folder, named by where it
 * stands now. */
static int
hold(struct place *p, const struct tracee *t, int dirfd)
{
	char link[64], mine[32];
	struct stat st;
	ssize_t n;

	p->is_fd = true;
	if (dirfd < 0 && dirfd != AT_FDCWD) {
		p->err = EBADF;
		return 0;
	}
	link_of(t, dirfd, link, sizeof(link));
	p->object = open(link, O_PATH | O_CLOEXEC);
	if (p->object < 0)
		return no_link(p, t, errno);
	if (fstat(p->object, &st) != 0)
		return -errno;
	place_proc_name(p->object, mine, sizeof(mine));
	n = readlink(mine, p->shown, sizeof(p->shown) - 1);
	if (n < 0 && errno != ENAMETOOLONG)
		return -errno;
	p->shown[n < 0 ? 0 : n] = '\0';
	p->exists = true;
	p->is_link = S_ISLNK(st.st_mode);
	p->nameless = !walk_named(p->space, p->shown, &st);
	if (!p->nameless)
		walk_last(p, false);
	if (dirfd != AT_FDCWD) {
		snprintf(link, sizeof(link), "/proc/%d/fdinfo/%d", (int)t->tid,
		    dirfd);
		p->fd_mode = proc_fd_mode(link, p->object);
	}
	return 0;
}

int
place_of_fd(struct place *p, const struct tracee *t, int fd)
{
	place_done(p);
	place_init(p);
	p->space = policy_space(t->process->policy);
	if (fd < 0) {
		p->is_fd = true;
		p->err = EBADF;
		return 0;
	}
	return hold(p, t, fd);
}

bool
walk_in_proc(const char *path)
{
	return strncmp(path + strspn(path, "/"), "proc", 4) == 0;
}

bool
walk_goes_up(const char *rest)
{
	for (const char *s = rest; (s = strstr(s, "..")) != NULL; s += 2) {
		if ((s == rest || s[-1] == '/') &&
		    (s[2] == '\0' || s[2] == '/'))
			return true;
	}
	return false;
}

/* Only file systems without a block device can be procfs: their device numbers
 * have major 0. */
static bool
on_procfs(int fd, const struct stat *st)
{
	struct statfs fs;

	if (major(st->st_dev) != 0)
		return false;
	return fstatfs(fd, &fs) != 0 || fs.f_type == PROC_SUPER_MAGIC;
}

/* Opens the folder of path's last name.  `last` points to that name. */
static int
try_parent(struct walk *w, char *path, char *last, bool slash)
{
	struct place *p = w->p;
	size_t len = strcspn(last, "/");
	char first = *last;
	int fd;

	if (len > NAME_MAX)
		return walk_fail(w, ENAMETOOLONG);
	*last = '\0';
	fd = walk_open_seen(p, path, O_PATH | O_DIRECTORY);
	*last = first;
	if (fd == -ELOOP)
		return STEP_NEXT;
	if (fd < 0)
		return walk_ours(-fd) ? fd : walk_fail(w, -fd);
	if (fstat(fd, &p->stat) != 0 || on_procfs(fd, &p->stat)) {
		close(fd);
		return STEP_NEXT;
	}
	if (!walk_spell(w)) {
		close(fd);
		return walk_fail(w, ENAMETOOLONG);
	}
	p->parent = fd;
	p->slash = slash;
	if (len == 0)
		strcpy(p->last, "/");
	else
		snprintf(p->last, sizeof(p->last), "%.*s%s", (int)len, last,
		    slash ? "/" : "");
	return STEP_DONE;
}

static int
try_object(struct walk *w, const char *path, bool slash)
{
	struct place *p = w->p;
	int fd = walk_open_seen(p, path, O_PATH);

	if (fd == -ELOOP && w->follow == NO_FOLLOW && !slash) {
		fd = walk_open_seen(p, path, O_PATH | O_NOFOLLOW);
		p->is_link = fd >= 0;
	}
	if (fd == -ELOOP)
		return STEP_NEXT;
	if (fd < 0 && fd != -ENOENT)
		return walk_ours(-fd) ? fd : walk_fail(w, -fd);
	if (fd >= 0 && (fstat(fd, &p->stat) != 0 || on_procfs(fd, &p->stat))) {
		close(fd);
		p->is_link = false;
		return STEP_NEXT;
	}
	if (!walk_spell(w)) {
		fd_close(&fd);
		return walk_fail(w, ENAMETOOLONG);
	}
	if (fd >= 0) {
		p->object = fd;
		p->exists = true;
		p->stat_known = true;
	}
	walk_last(p, slash);
	return STEP_DONE;
}

/* Tries the whole way at once: openat2(2) with RESOLVE_NO_SYMLINKS succeeds
 * only if no name on it is a link, and then its spelling is its meaning.
 * STEP_NEXT: that does not decide it. */
static int
try_whole(struct walk *w)
{
	char *rest = w->room + w->at, *path, *end, *last;
	size_t more = rest[0] == '/' ? 0 : 1;
	bool slash;

	/* Names of /proc have meanings of their own. */
	if (w->proc != 0 || w->via >= 0 || w->at < w->len + more ||
	    walk_goes_up(rest))
		return STEP_NEXT;
	path = rest - more - w->len;
	memcpy(path, w->p->shown, w->len);
	if (more != 0)
		rest[-1] = '/';
	if (walk_in_proc(path))
		return STEP_NEXT;
	end = path + strlen(path);
	/* Long only in its spelling, perhaps: "./././x". */
	if (end - path >= PATH_MAX)
		return STEP_NEXT;
	while (end > path && end[-1] == '/')
		end--;
	last = end;
	while (last > path && last[-1] != '/')
		last--;
	slash = *end == '/' || (end - last == 1 && *last == '.');
	if (last == path) /* the root itself */
		last = path + strlen(path);
	return w->want == WANT_PARENT ? try_parent(w, path, last, *end == '/')
				      : try_object(w, path, slash);
}

/* The folder to start at says that it was deleted.  STEP_NEXT: it only is
 * called so. */
static int
start_deleted(struct walk *w, int dirfd, const char *link, const char *text)
{
	const char *rest = w->room + w->at;
	cleanup_fd int fd = open(link, O_PATH | O_CLOEXEC);
	char name[PATH_MAX];
	struct stat st;
	int r;

	if (fd < 0 || fstat(fd, &st) != 0)
		return -errno;
	if (!S_ISDIR(st.st_mode))
		return walk_fail(w, ENOTDIR);
	if (proc_same(text, &st))
		return STEP_NEXT;
	/* Nothing can be in it but itself. */
	if (w->want == WANT_OBJECT && rest[strspn(rest, "./")] == '\0' &&
	    !walk_goes_up(rest)) {
		r = hold(w->p, w->t, dirfd);
		return r == 0 ? STEP_DONE : r;
	}
	strcpy(name, text);
	if (place_seen_text(w->p->space, name))
		walk_push(w, name);
	return walk_fail(w, ENOENT);
}

/* The walk's rest is relative to dirfd: puts the folder's name before it.
 * STEP_TRY, or STEP_DONE when the place is decided. */
static int
start_at(struct walk *w, int dirfd)
{
	struct place *p = w->p;
	char link[64], text[PATH_MAX];
	ssize_t n;
	bool cwd = dirfd == AT_FDCWD;

	if (dirfd < 0 && !cwd)
		return walk_fail(w, EBADF);
	link_of(w->t, dirfd, link, sizeof(link));
	n = readlink(link, text, sizeof(text) - 1);
	if (n < 0 && errno == ENAMETOOLONG)
		return walk_fail(w, ENAMETOOLONG);
	if (n < 0) {
		int err = no_link(p, w->t, errno);

		return err == 0 ? walk_fail(w, p->err) : err;
	}
	text[n] = '\0';
	/* A pipe, a socket; a working folder that was unmounted. */
	if (text[0] != '/')
		return walk_fail(w, cwd ? ENOENT : ENOTDIR);
	if (walk_deleted(text)) {
		int r = start_deleted(w, dirfd, link, text);

		if (r != STEP_NEXT)
			return r;
	}
	if (place_gone(p->space, text))
		return walk_fail(w, ENOENT);
	if (!place_seen(p->space, text))
		return walk_refuse(w, EACCES,
		    "the folder lies outside of what the job sees");
	if (text[1] != '\0' && !walk_push(w, text))
		return walk_fail(w, ENAMETOOLONG);
	return STEP_TRY;
}

static int
resolve(struct walk *w, int dirfd)
{
	int r = STEP_TRY;

	walk_rest(w, w->p->named);
	if (w->p->named[0] != '/') {
		walk_push(w, "/");
		r = start_at(w, dirfd);
	}
	while (r == STEP_TRY) {
		r = try_whole(w);
		if (r == STEP_NEXT)
			r = walk_steps(w);
	}
	return r < 0 ? r : 0;
}

int
place_resolve(struct place *p, const struct tracees *all,
    const struct tracee *t, int dirfd, enum follow follow, enum want want,
    enum empty empty)
{
	struct walk w;
	int err;

	place_done(p);
	place_init(p);
	p->space = policy_space(t->process->policy);
	if (p->named[0] == '\0' && empty == EMPTY_OK)
		return hold(p, t, dirfd);
	if (p->named[0] == '\0') {
		p->err = ENOENT;
		return 0;
	}
	w.p = p;
	w.all = all;
	w.t = t;
	w.follow = follow;
	w.want = want;
	w.len = 0;
	w.here = -1;
	w.proc = 0;
	w.via = -1;
	w.via_mode = -1;
	err = resolve(&w, dirfd);
	fd_close(&w.here);
	fd_close(&w.via);
	return err;
}
