/* What is seen in a layer: names looked up in its two folders. */
#include "view/layer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "space.h"

int
layer_open_in(int folder, const char *name, uint64_t flags)
{
	struct open_how how = {
	    .flags = flags | O_CLOEXEC,
	    .resolve =
		RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_BENEATH,
	};
	long fd;

	if (name[0] == '\0' || strcmp(name, "/") == 0)
		name = ".";
	fd = syscall(SYS_openat2, folder, name, &how, sizeof(how));
	return fd < 0 ? -errno : (int)fd;
}

bool
layer_gone(const struct layer *l, const char *name)
{
	struct stat st;

	if (name[0] == '\0')
		return false;
	if (fstatat(l->gone, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return !S_ISDIR(st.st_mode);
	return errno == ENOTDIR;
}

int
layer_open(const struct layer *l, const char *name, uint64_t flags)
{
	char bare[PATH_MAX];
	size_t len = strlen(name);
	int fd = layer_open_in(l->tree, name, flags);

	if (fd != -ENOENT)
		return fd;
	if (len >= sizeof(bare))
		return -ENAMETOOLONG;
	memcpy(bare, name, len + 1);
	while (len > 0 && bare[len - 1] == '/')
		bare[--len] = '\0';
	if (layer_gone(l, bare))
		return -ENOENT;
	return layer_open_in(l->lower, name, flags);
}

/* What stands at a name of one folder.  Returns 0, with *ret_there, or -errno.
 */
static int
look(int folder, const char *name, bool *ret_there, struct stat *ret)
{
	cleanup_fd int fd = layer_open_in(folder, name, O_PATH | O_NOFOLLOW);

	*ret_there = fd >= 0;
	if (fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP)
		return 0;
	if (fd < 0)
		return fd;
	return fstat(fd, ret) == 0 ? 0 : -errno;
}

int
layer_find(const struct layer *l, const char *name, struct layer_found *ret)
{
	int err = look(l->tree, name, &ret->upper, &ret->st);

	ret->lower = false;
	if (err != 0 || layer_gone(l, name))
		return err;
	err = look(l->lower, name, &ret->lower, &ret->below);
	if (err == 0 && ret->lower && !ret->upper)
		ret->st = ret->below;
	return err;
}

int
layer_host(const struct layer *l, const char *name, char *to, bool *ret_lower)
{
	struct layer_found f;
	int err = layer_find(l, name, &f), n;
	const char *slash = name[0] != '\0' ? "/" : "";

	if (err != 0)
		return err;
	/* A name in tree/ that is no folder hides all below the same name. */
	*ret_lower = f.lower &&
	    (!f.upper || (S_ISDIR(f.st.st_mode) && S_ISDIR(f.below.st_mode)));
	n = *ret_lower ? snprintf(to, PATH_MAX, "%s%s%s", l->from, slash, name)
		       : snprintf(to, PATH_MAX, "%s" LAYER_TREE "%s%s", l->dir,
			     slash, name);
	return n < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* As access(2) goes by the mode, for what lies on a file system that cannot be
 * written. */
static int
access_by_mode(const struct stat *st, int mode)
{
	unsigned bits = st->st_mode & 7;

	if (st->st_uid == geteuid())
		bits = st->st_mode >> 6 & 7;
	else if (st->st_gid == getegid())
		bits = st->st_mode >> 3 & 7;
	return ((unsigned)mode & ~bits) == 0 ? 0 : -EACCES;
}

int
layer_access(int object, int mode)
{
	struct stat st;

	if (syscall(SYS_faccessat2, object, "", mode,
		AT_EACCESS | AT_EMPTY_PATH) == 0)
		return 0;
	if (errno != EROFS || fstat(object, &st) != 0)
		return -errno;
	return access_by_mode(&st, mode);
}
