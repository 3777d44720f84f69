/* fchmodat2(2): the mode, by flags (Linux 6.6). */
#include "lib/guest.h"

static int flags;

static long
call(int dirfd, const char *path)
{
	return syscall(__NR_fchmodat2, dirfd, path, 0711, flags);
}

void
scenario(void)
{
	names("follow", AT | CHANGES, call);
	flags = AT_SYMLINK_NOFOLLOW;
	names("nofollow", AT | CHANGES, call);
	flags = AT_EMPTY_PATH;
	names("empty", AT | CHANGES, call);
	flags = 0x40000;
	scene();
	say("an unknown flag", call(AT_FDCWD, "file"));
	say("an unknown flag, missing", call(AT_FDCWD, "missing"));
}

long
denied(void)
{
	flags = 0;
	return call(AT_FDCWD, at("file"));
}
