/* chown(2): gives what a name leads to to its owner again. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_chown, path, (int)geteuid(), -1);
}

void
scenario(void)
{
	names("chown", CHANGES, call);
	scene();
	say("to another", syscall(SYS_chown, "file", 12345, -1));
	say("nothing", syscall(SYS_chown, "file", -1, -1));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
