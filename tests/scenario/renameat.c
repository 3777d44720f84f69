/* renameat(2): moves a name, seen from folders. */
#include "lib/guest.h"

static long
from(int dirfd, const char *path)
{
	return syscall(SYS_renameat, dirfd, path, AT_FDCWD, "new");
}

static long
to(int dirfd, const char *path)
{
	return syscall(SYS_renameat, AT_FDCWD, "private", dirfd, path);
}

void
scenario(void)
{
	names("from", AT | CHANGES, from);
	names("to", AT | CHANGES, to);
}

long
denied(void)
{
	return from(AT_FDCWD, at("file"));
}
