/* utime(2): the times of a file, in seconds. */
#include "lib/times.h"

#include <utime.h>

static long
call(int dirfd, const char *path)
{
	struct utimbuf t = {1000, 2000};
	long r = syscall(SYS_utime, path, &t);

	(void)dirfd;
	detail_times("file");
	return r;
}

void
scenario(void)
{
	names("utime", CHANGES, call);
	scene();
	say("now", syscall(SYS_utime, "file", NULL));
	say("bad times", syscall(SYS_utime, "file", 8));
	say("bad times, missing", syscall(SYS_utime, "missing", 8));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
