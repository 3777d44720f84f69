/* From a name to the folder that is held for it. */
#include "wall/hold.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"

#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif

/* A name, and how much of it stands there, without links. */
struct way {
	const struct rules *rules;
	const char *start;
	const char *host;
	size_t len;   /* of what stands */
	size_t next;  /* of that and one name more; == len: all of it stands */
	bool is_link; /* what follows is a symbolic link */
	int fd;       /* of what stands; owned */
	struct stat st;
};

static int
open_plain(const char *name)
{
	struct open_how how = {
	    .flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
	    .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, name, &how, sizeof(how));

	return fd >= 0 ? fd : -errno;
}

static void
cut(const struct way *w, size_t len, char to[PATH_MAX])
{
	memcpy(to, w->host, len);
	to[len] = '\0';
}

/* How long the name of the folder is in which the first `len` bytes end. */
static size_t
parent_len(const char *name, size_t len)
{
	while (len > 1 && name[len - 1] != '/')
		len--;
	return len > 1 ? len - 1 : 1;
}

/* Opens as much of the name as stands.  Returns 0, or -errno. */
static int
walk(struct way *w)
{
	char name[PATH_MAX];
	int fd;

	w->len = w->next = strlen(w->host);
	for (;;) {
		cut(w, w->len, name);
		fd = open_plain(name);
		w->fd = fd >= 0 ? fd : -1;
		if (fd >= 0 && fstat(fd, &w->st) == 0 &&
		    !S_ISLNK(w->st.st_mode))
			return 0;
		w->is_link = fd >= 0;
		if (fd == -EMFILE || fd == -ENFILE || fd == -ENOMEM)
			return fd;
		fd_close(&w->fd);
		if (w->len == 1)
			return fd < 0 ? fd : -ELOOP;
		w->next = w->len;
		w->len = parent_len(w->host, w->len);
	}
}

/* May the job's user change which names a folder has?  Its owner may let
 * himself. */
static bool
may_change(const char *folder)
{
	cleanup_fd int fd = open_plain(folder);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		return true;
	return st.st_uid == geteuid() ||
	    syscall(SYS_faccessat2, fd, "", W_OK, AT_EMPTY_PATH | AT_EACCESS) ==
	    0;
}

/* A mount point is neither removed nor renamed: EBUSY. */
static bool
is_mount(const char *name)
{
	struct statx stx;

	return statx(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, 0, &stx) == 0 &&
	    (stx.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

/* Is the folder somebody's home? */
static bool
is_home(const char *name)
{
	const char *home = getenv("HOME");

	return strcmp(name, "/root") == 0 ||
	    (home != NULL && strcmp(name, home) == 0) ||
	    (strncmp(name, "/home/", 6) == 0 && strchr(name + 6, '/') == NULL);
}

static bool
is_in_home(const char *name)
{
	char above[PATH_MAX];

	for (size_t i = 1; name[i] != '\0'; i++) {
		if (name[i] != '/')
			continue;
		memcpy(above, name, i);
		above[i] = '\0';
		if (is_home(above))
			return true;
	}
	return is_home(name);
}

/* Does so much lie in a folder that holding it would be no wall: the root, the
 * homes, a home, or a hidden folder of one, where keys are kept? */
static bool
is_wide(const char *name)
{
	const char *last = strrchr(name, '/');
	char above[PATH_MAX];

	if (strcmp(name, "/") == 0 || strcmp(name, "/home") == 0 ||
	    is_home(name))
		return true;
	if (last[1] != '.')
		return false;
	memcpy(above, name, (size_t)(last - name));
	above[last - name] = '\0';
	return is_home(above);
}

/* The kernel's own file systems, whose folders come and go with processes and
 * devices, and those that are mounted as they are used. */
static bool
is_kernels(int fd)
{
	struct statfs fs;

	if (fstatfs(fd, &fs) != 0)
		return false;
	switch ((unsigned long)fs.f_type) {
	case PROC_SUPER_MAGIC:
	case SYSFS_MAGIC:
	case CGROUP_SUPER_MAGIC:
	case CGROUP2_SUPER_MAGIC:
	case DEVPTS_SUPER_MAGIC:
	case AUTOFS_SUPER_MAGIC: return true;
	default: return false;
	}
}

/* Goes up to the root of the kernel's file system that it stands in.  Returns
 * 0, or -errno. */
static int
climb(struct way *w)
{
	char name[PATH_MAX];

	while (w->len > 1) {
		size_t up = parent_len(w->host, w->len);
		int above;

		cut(w, up, name);
		above = open_plain(name);
		if (above < 0 || !is_kernels(above)) {
			fd_close(&above);
			break;
		}
		fd_close(&w->fd);
		w->fd = above;
		w->len = up;
	}
	return fstat(w->fd, &w->st) == 0 ? 0 : -errno;
}

/* A folder of the job's that would be held in a wide one, and that hardly
 * anything replaces: where it starts, and what stands in the root. */
static bool
can_fix(const struct way *w, size_t len, const char *name, const char *parent)
{
	return len <= w->len && is_wide(parent) &&
	    (strcmp(parent, "/") == 0 || strcmp(name, w->start) == 0);
}

/* How much of the name the job cannot replace; what must be kept so for that
 * goes into ret->fixed. */
static size_t
firm(const struct way *w, struct hold *ret)
{
	char name[PATH_MAX], parent[PATH_MAX];

	for (size_t i = 2; i <= w->next; i++) {
		size_t up = parent_len(w->host, i);

		if (i < w->next && w->host[i] != '/')
			continue;
		cut(w, i, name);
		if (!rules_reach_replaces(w->rules, name))
			continue;
		cut(w, up, parent);
		if (!may_change(parent) || is_mount(name))
			continue;
		if (!can_fix(w, i, name, parent))
			return up;
		strcpy(ret->fixed[strcmp(parent, "/") == 0 ? 0 : 1], name);
	}
	return w->next;
}

/* Holds what stands at the first len bytes. */
static int
hold(struct way *w, size_t len, struct hold *ret)
{
	cut(w, len, ret->name);
	if (len == w->len) {
		ret->fd = w->fd;
		ret->st = w->st;
		w->fd = -1;
		return 0;
	}
	ret->fd = open_plain(ret->name);
	if (ret->fd < 0)
		return ret->fd;
	return fstat(ret->fd, &ret->st) == 0 ? 0 : -errno;
}

/* What others may put there is known where it is usual. */
static int
hold_around(struct way *w, struct hold *ret)
{
	char name[PATH_MAX];

	cut(w, w->len, name);
	if (w->is_link || is_wide(name) || is_in_home(name))
		return 0;
	return hold(w, w->len, ret);
}

/* All of it stands, and the job cannot replace it. */
static int
hold_whole(struct way *w, bool inside, struct hold *ret)
{
	mode_t mode = w->st.st_mode;
	size_t up = parent_len(w->host, w->len);
	char parent[PATH_MAX];

	if (inside && !S_ISDIR(mode))
		return 0;
	cut(w, up, parent);
	if (S_ISDIR(mode) || S_ISCHR(mode) || S_ISBLK(mode) || is_wide(parent))
		return hold(w, w->len, ret);
	return hold(w, up, ret);
}

/* Finds it on a way that was walked. */
static int
find(struct way *w, bool inside, struct hold *ret)
{
	size_t most;
	int err;

	if (is_kernels(w->fd)) {
		err = climb(w);
		return err == 0 ? hold(w, w->len, ret) : err;
	}
	most = firm(w, ret);
	if (most < w->next)
		return hold(w, most, ret);
	if (w->len < w->next)
		return hold_around(w, ret);
	return hold_whole(w, inside, ret);
}

int
hold_find(const struct rules *r, const char *start, const struct reach *one,
    struct hold *ret)
{
	struct way w = {.rules = r,
	    .start = start,
	    .host = one->host,
	    .fd = -1};
	int err;

	ret->fd = -1;
	ret->name[0] = ret->fixed[0][0] = ret->fixed[1][0] = '\0';
	err = walk(&w);
	if (err == 0)
		err = find(&w, one->inside, ret);
	fd_close(&w.fd);
	return err;
}
