/* fchmodat(2): as the kernel has it: three arguments. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_fchmodat, dirfd, path, 0711, 0x7fff);
}

void
scenario(void)
{
	names("fchmodat", AT | CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
