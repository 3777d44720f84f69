/* truncate(2): the length of a file, by name. */
#include "lib/guest.h"

static long length = 3;

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_truncate, path, length);
}

void
scenario(void)
{
	names("truncate", CHANGES, call);
	scene();
	length = 100;
	say("longer", call(AT_FDCWD, "file"));
	length = -1;
	say("negative", call(AT_FDCWD, "file"));
	say("negative, missing", call(AT_FDCWD, "missing"));
	length = 0;
	say("a read-only file",
	    chmod("file", 0444) != 0 ? -1 : call(AT_FDCWD, "file"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
