/* rename(2): moves a name. */
#include "lib/guest.h"

static long
from(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_rename, path, "new");
}

static long
to(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_rename, "private", path);
}

void
scenario(void)
{
	names("from", CHANGES, from);
	names("to", CHANGES, to);
	scene();
	say("a folder onto a file", syscall(SYS_rename, "dir", "file"));
	say("a file onto a folder", syscall(SYS_rename, "file", "dir"));
	say("a folder into itself", syscall(SYS_rename, "dir", "dir/below"));
	say("onto itself", syscall(SYS_rename, "file", "file"));
	say("a folder, with slashes", syscall(SYS_rename, "dir/", "moved/"));
	say("a file, with a slash", syscall(SYS_rename, "file", "moved-file/"));
	say("onto its own link",
	    link("file", "other") != 0 ? -1
				       : syscall(SYS_rename, "file", "other"));
}

long
denied(void)
{
	return from(AT_FDCWD, at("file"));
}
