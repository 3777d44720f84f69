/* creat(2): makes or empties a file. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return closed(syscall(SYS_creat, path, 0640));
}

void
scenario(void)
{
	names("creat", CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("new"));
}
