/* Removing a tree that a stranger made: it may be deeper than any recursion, so
 * each folder's folders are moved up to the top before it is removed. */
#include "view/remove.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

/* Names at the top for what is moved there. */
struct removal {
	int top;
	unsigned long moved;
};

static bool
is_dot(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Where this fails, so does what follows, and tells.  Never through a link,
 * whatever somebody puts at the name meanwhile. */
static void
make_writable(int parent, const char *name)
{
	cleanup_fd int fd =
	    openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	char link[32];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (fd < 0 || chmod(link, 0700) != 0)
		return;
}

/* Opens a folder to be read, with the modes that removing needs. */
static DIR *
open_folder(int parent, const char *name)
{
	int fd;
	DIR *dir;

	make_writable(parent, name);
	fd = openat(parent, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (dir == NULL && fd >= 0)
		close(fd);
	return dir;
}

/* Moves a folder to the top, under a name that is free there. */
static int
move_up(struct removal *r, int parent, const char *name)
{
	char to[32];

	/* Its own `..` changes: it must be writable. */
	make_writable(parent, name);
	for (;;) {
		snprintf(to, sizeof(to), "moved-%lu", r->moved++);
		if (renameat2(parent, name, r->top, to, RENAME_NOREPLACE) == 0)
			return 0;
		if (errno != EEXIST)
			return -errno;
	}
}

static bool
is_folder(int parent, const char *name)
{
	struct stat st;

	return fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode);
}

/* Takes everything out of a folder of the top. */
static int
empty_folder(struct removal *r, const char *name)
{
	DIR *dir = open_folder(r->top, name);
	const struct dirent *e;
	int err = 0;

	if (dir == NULL)
		return -errno;
	while ((e = readdir(dir)) != NULL) {
		int one = 0;

		if (is_dot(e->d_name))
			continue;
		if (is_folder(dirfd(dir), e->d_name))
			one = move_up(r, dirfd(dir), e->d_name);
		else if (unlinkat(dirfd(dir), e->d_name, 0) != 0)
			one = -errno;
		if (one != 0)
			err = one;
	}
	closedir(dir);
	return err;
}

/* One look over the top.  Returns how many names were there, or -errno. */
static long
sweep(struct removal *r)
{
	DIR *dir = open_folder(r->top, ".");
	const struct dirent *e;
	long found = 0, err = 0;

	if (dir == NULL)
		return -errno;
	while ((e = readdir(dir)) != NULL) {
		bool folder;

		if (is_dot(e->d_name))
			continue;
		found++;
		folder = is_folder(r->top, e->d_name);
		if (folder)
			(void)empty_folder(r, e->d_name);
		if (unlinkat(r->top, e->d_name, folder ? AT_REMOVEDIR : 0) != 0)
			err = -errno;
	}
	closedir(dir);
	return err != 0 ? err : found;
}

int
remove_contents(int dir)
{
	struct removal r = {.top = dir};
	long found;

	do
		found = sweep(&r);
	while (found > 0);
	return (int)found;
}
