/* utimensat(2): times in nanoseconds, now, or left alone, by name or
 * descriptor. */
#include "lib/times.h"

static struct timespec t[2] = {
    {1000, 7},
    {2000, 8}
};
static int flags;

static long
call(int dirfd, const char *path)
{
	long r = syscall(SYS_utimensat, dirfd, path, t, flags);

	detail_times("file");
	return r;
}

static void
one(const char *label, long first, long second)
{
	scene();
	t[0].tv_nsec = first;
	t[1].tv_nsec = second;
	say(label, call(AT_FDCWD, "file"));
}

void
scenario(void)
{
	names("follow", AT | CHANGES, call);
	flags = AT_SYMLINK_NOFOLLOW;
	names("nofollow", AT | CHANGES, call);
	flags = AT_EMPTY_PATH;
	names("empty", AT | CHANGES, call);
	flags = 0;
	one("leave the first", UTIME_OMIT, 5);
	one("leave the second", 5, UTIME_OMIT);
	one("leave both", UTIME_OMIT, UTIME_OMIT);
	one("too many nanoseconds", 1000000000, 0);
	say("leave both, missing",
	    syscall(SYS_utimensat, AT_FDCWD, "missing",
		(struct timespec[2]){
		    {0, UTIME_OMIT},
                    {0, UTIME_OMIT}
        },
		0));
	flags = 0x40000;
	say("an unknown flag", call(AT_FDCWD, "file"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
