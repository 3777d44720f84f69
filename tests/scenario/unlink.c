/* unlink(2): removes a name. */
/* differs: unlink, a descriptor's name: rules, not the kernel, keep /proc as it
 * is */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_unlink, path);
}

void
scenario(void)
{
	names("unlink", CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
