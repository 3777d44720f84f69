/* readlinkat(2): from a folder, or of the link behind a descriptor. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	char text[64];
	long n = syscall(SYS_readlinkat, dirfd, path, text, sizeof(text));

	if (n > 0 && text[0] != '/')
		detail("%.*s", (int)n, text);
	return n > 0 && text[0] == '/' ? 0 : n;
}

void
scenario(void)
{
	int link;

	names("readlinkat", AT, call);
	scene();
	link = open("link", O_PATH | O_NOFOLLOW | O_CLOEXEC);
	say("the link behind a descriptor", call(link, ""));
	close(link);
}

long
denied(void)
{
	return call(AT_FDCWD, at("link"));
}
