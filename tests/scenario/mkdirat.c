/* mkdirat(2): a new folder, seen from a folder. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_mkdirat, dirfd, path, 0750);
}

void
scenario(void)
{
	names("mkdirat", AT | CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("new"));
}
