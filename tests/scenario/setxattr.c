/* setxattr(2): an attribute, by name. */
#include "lib/guest.h"

/* A name of 256 bytes: one too many (xattr(7)). */
static const char *
long_name(void)
{
	static char text[257];

	memset(text, 0x78, 256);
	memcpy(text, "user.", 5);
	return text;
}

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_setxattr, path, "user.a", "value", 5, 0);
}

void
scenario(void)
{
	names("setxattr", CHANGES, call);
	scene();
	say("replace", syscall(SYS_setxattr, "file", "user.a", "v", 1, 2));
	say("create", syscall(SYS_setxattr, "file", "user.a", "v", 1, 1));
	say("create again", syscall(SYS_setxattr, "file", "user.a", "v", 1, 1));
	say("both", syscall(SYS_setxattr, "file", "user.a", "v", 1, 3));
	say("a wrong flag", syscall(SYS_setxattr, "file", "user.a", "v", 1, 4));
	say("an empty name", syscall(SYS_setxattr, "file", "", "v", 1, 0));
	say("no name", syscall(SYS_setxattr, "file", NULL, "v", 1, 0));
	say("no space", syscall(SYS_setxattr, "file", "strange", "v", 1, 0));
	say("no value", syscall(SYS_setxattr, "file", "user.b", NULL, 0, 0));
	say("a bad value", syscall(SYS_setxattr, "file", "user.b", 8, 5, 0));
	say("too big", syscall(SYS_setxattr, "file", "user.b", "", 65537, 0));
	say("a long name",
	    syscall(SYS_setxattr, "file", long_name(), "", 0, 0));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
