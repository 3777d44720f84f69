/* lchown(2): the owner of a link itself. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_lchown, path, -1, (int)getegid());
}

void
scenario(void)
{
	names("lchown", CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
