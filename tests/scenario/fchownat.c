/* fchownat(2): the owner, by flags. */
#include "lib/guest.h"

static int flags;

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_fchownat, dirfd, path, (int)geteuid(),
	    (int)getegid(), flags);
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
