/* symlinkat(2): a new link, seen from a folder. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_symlinkat, "../x", dirfd, path);
}

void
scenario(void)
{
	names("symlinkat", AT | CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("new"));
}
