/* lsetxattr(2): an attribute of a link itself. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_lsetxattr, path, "user.a", "value", 5, 0);
}

void
scenario(void)
{
	names("lsetxattr", CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
