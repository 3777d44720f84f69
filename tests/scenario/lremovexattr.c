/* lremovexattr(2): takes a link's own attribute away. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_lremovexattr, path, "user.a");
}

void
scenario(void)
{
	names("unset", CHANGES, call);
	scene();
	if (syscall(SYS_setxattr, "file", "user.a", "value", 5, 0) != 0)
		detail("cannot set");
	say("set", call(AT_FDCWD, "file"));
	say("set no more", call(AT_FDCWD, "file"));
	say("no name", syscall(SYS_lremovexattr, "file", NULL));
	say("an empty name", syscall(SYS_lremovexattr, "file", ""));
	say("no space", syscall(SYS_lremovexattr, "file", "strange"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
