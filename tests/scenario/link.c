/* link(2): a second name. */
#include "lib/guest.h"

static long
from(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_link, path, "new");
}

static long
to(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_link, "private", path);
}

void
scenario(void)
{
	names("from", CHANGES, from);
	names("to", CHANGES, to);
	scene();
	say("of a folder", syscall(SYS_link, "dir", "new"));
	say("of a FIFO",
	    mkfifo("fifo", 0600) != 0 ? -1
				      : syscall(SYS_link, "fifo", "fifo2"));
}

long
denied(void)
{
	return from(AT_FDCWD, at("file"));
}
