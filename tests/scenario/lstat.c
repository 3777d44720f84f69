/* lstat(2): the metadata of a name's own object, a link included. */
#include "lib/meta.h"

static long
call(int dirfd, const char *path)
{
	struct stat st;
	long r = syscall(SYS_lstat, path, &st);

	(void)dirfd;
	if (r == 0)
		detail_stat(&st);
	return r;
}

void
scenario(void)
{
	names("lstat", PLAIN, call);
	scene();
	say("no room", syscall(SYS_lstat, "file", NULL));
	say("bad room, missing name", syscall(SYS_lstat, "missing", 8));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
