/* readlink(2): the text of a link. */
#include "lib/guest.h"

static size_t size = 64;

static long
call(int dirfd, const char *path)
{
	char text[64];
	long n = syscall(SYS_readlink, path, text, size);

	(void)dirfd;
	/* A link into the tree names the temporary folder. */
	if (n > 0 && text[0] != '/')
		detail("%.*s", (int)n, text);
	return n > 0 && text[0] == '/' ? 0 : n;
}

void
scenario(void)
{
	names("readlink", PLAIN, call);
	scene();
	size = 2;
	say("a small room", call(AT_FDCWD, "link"));
	size = 0;
	say("no size", call(AT_FDCWD, "link"));
	say("a negative size", syscall(SYS_readlink, "link", NULL, -1));
	say("no room", syscall(SYS_readlink, "link", NULL, 64));
	size = 64;
	say("the working folder", call(AT_FDCWD, "/proc/self/cwd"));
	say("the root", call(AT_FDCWD, "/proc/self/root"));
	say("the program", call(AT_FDCWD, "/proc/self/exe"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("link"));
}
