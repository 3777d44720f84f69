/* lgetxattr(2): the value of a link's own attribute. */
#include "lib/guest.h"

static size_t size = 64;

static long
call(int dirfd, const char *path)
{
	char value[64];
	long n = syscall(SYS_lgetxattr, path, "user.a", value, size);

	(void)dirfd;
	if (n > 0 && size > 0)
		detail("%.*s", (int)n, value);
	return n;
}

void
scenario(void)
{
	names("unset", PLAIN, call);
	scene();
	if (syscall(SYS_setxattr, "file", "user.a", "value", 5, 0) != 0)
		detail("cannot set");
	say("set", call(AT_FDCWD, "file"));
	say("through a link", call(AT_FDCWD, "link"));
	size = 0;
	say("its size", call(AT_FDCWD, "file"));
	size = 2;
	say("a small room", call(AT_FDCWD, "file"));
	say("no room", syscall(SYS_lgetxattr, "file", "user.a", NULL, 64));
	say("no name", syscall(SYS_lgetxattr, "file", NULL, NULL, 0));
	say("an empty name", syscall(SYS_lgetxattr, "file", "", NULL, 0));
	say("no space", syscall(SYS_lgetxattr, "file", "strange", NULL, 0));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
