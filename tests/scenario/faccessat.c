/* faccessat(2) as the kernel has it: three arguments, no flags. */
#include "lib/guest.h"

static int mode = R_OK;

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_faccessat, dirfd, path, mode, 0x7fff);
}

void
scenario(void)
{
	names("read", AT, call);
	mode = W_OK;
	names("write", AT | CHANGES, call);
	mode = 16;
	scene();
	say("a wrong mode", call(AT_FDCWD, "file"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
