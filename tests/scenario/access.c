/* access(2): what the user may do with a file. */
#include "lib/guest.h"

static int mode;

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_access, path, mode);
}

void
scenario(void)
{
	names("exists", PLAIN, call);
	mode = R_OK | W_OK;
	names("read and write", CHANGES, call);
	mode = X_OK;
	names("run", CHANGES, call);
	scene();
	say("a script", call(AT_FDCWD, "script"));
	mode = 8;
	say("a wrong mode", call(AT_FDCWD, "file"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
