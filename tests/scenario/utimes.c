/* utimes(2): the times of a file, in microseconds. */
#include "lib/times.h"

#include <sys/time.h>

static struct timeval t[2] = {
    {1000, 1     },
    {2000, 999999}
};

static long
call(int dirfd, const char *path)
{
	long r = syscall(SYS_utimes, path, t);

	(void)dirfd;
	detail_times("file");
	return r;
}

void
scenario(void)
{
	names("utimes", CHANGES, call);
	scene();
	t[1].tv_usec = 1000000;
	say("too many microseconds", call(AT_FDCWD, "file"));
	say("that, missing", call(AT_FDCWD, "missing"));
	say("now", syscall(SYS_utimes, "file", NULL));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
