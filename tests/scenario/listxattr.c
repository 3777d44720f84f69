/* listxattr(2): the names of a file's attributes. */
#include "lib/guest.h"

static size_t size = 256;

/* Security modules add attributes of their own: only ours are counted. */
static long
call(int dirfd, const char *path)
{
	char list[256];
	long n = syscall(SYS_listxattr, path, list, size);

	(void)dirfd;
	for (const char *p = list; n > 0 && size > 0 && p < list + n;
	     p += strlen(p) + 1)
		if (strncmp(p, "user.", 5) == 0)
			detail("%s", p);
	return n > 0 ? 1 : n;
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
	say("no room", syscall(SYS_listxattr, "file", NULL, 64));
	size = 3;
	say("a small room", call(AT_FDCWD, "file"));
	size = 0;
	say("its size", call(AT_FDCWD, "file"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
