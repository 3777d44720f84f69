/* linkat(2): a second name, for what a link leads to or a descriptor holds. */
/* differs: an unnamed file, in a deleted folder: no rule speaks of a folder
 * without a name */
#include "lib/guest.h"

static int flags;

static long
from(int dirfd, const char *path)
{
	return syscall(SYS_linkat, dirfd, path, AT_FDCWD, "new", flags);
}

static long
to(int dirfd, const char *path)
{
	return syscall(SYS_linkat, AT_FDCWD, "private", dirfd, path, flags);
}

static long
name_unnamed(int dirfd, const char *path)
{
	char mine[64];
	int fd = open(".", O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	long r;

	if (fd < 0)
		return -1;
	snprintf(mine, sizeof(mine), "/proc/self/fd/%d", fd);
	r = syscall(SYS_linkat, AT_FDCWD, mine, dirfd, path, AT_SYMLINK_FOLLOW);
	close(fd);
	return r;
}

void
scenario(void)
{
	names("from", AT | CHANGES, from);
	names("to", AT | CHANGES, to);
	flags = AT_SYMLINK_FOLLOW;
	names("followed", AT | CHANGES, from);
	flags = 0x40000;
	scene();
	say("a wrong flag", from(AT_FDCWD, "file"));
	names("an unnamed file", AT | CHANGES, name_unnamed);
}

long
denied(void)
{
	return from(AT_FDCWD, at("file"));
}
