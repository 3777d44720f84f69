/* mknodat(2): a new node, seen from a folder. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_mknodat, dirfd, path, S_IFREG | 0622, 0);
}

void
scenario(void)
{
	names("mknodat", AT | CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("new"));
}
