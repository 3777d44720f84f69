/* chmod(2): the mode of what a name leads to. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_chmod, path, 0711);
}

void
scenario(void)
{
	names("chmod", CHANGES, call);
	scene();
	say("wild modes", syscall(SYS_chmod, "file", 0107444));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
