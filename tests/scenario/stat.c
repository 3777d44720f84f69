/* stat(2): the metadata of what a name leads to. */
#include "lib/meta.h"

static long
call(int dirfd, const char *path)
{
	struct stat st;
	long r = syscall(SYS_stat, path, &st);

	(void)dirfd;
	if (r == 0)
		detail_stat(&st);
	return r;
}

void
scenario(void)
{
	names("stat", PLAIN, call);
	scene();
	say("no room", syscall(SYS_stat, "file", NULL));
	say("bad room, missing name", syscall(SYS_stat, "missing", 8));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
