/* rmdir(2): removes an empty folder. */
/* differs: rmdir, a descriptor's name: rules, not the kernel, keep /proc as it
 * is */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_rmdir, path);
}

void
scenario(void)
{
	names("rmdir", CHANGES, call);
	scene();
	say("an empty one", mkdir("empty", 0755) != 0 ? -1 : call(0, "empty"));
	say("an empty one, slash",
	    mkdir("empty", 0755) != 0 ? -1 : call(0, "empty/"));
	say("a final dot", mkdir("empty", 0755) != 0 ? -1 : call(0, "empty/."));
	say("a final dotdot", call(0, "empty/.."));
}

long
denied(void)
{
	return call(AT_FDCWD, at("dir"));
}
