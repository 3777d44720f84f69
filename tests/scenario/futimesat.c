/* futimesat(2): utimes(2) seen from a folder. */
#include "lib/times.h"

#include <sys/time.h>

static long
call(int dirfd, const char *path)
{
	struct timeval t[2] = {
	    {1000, 5},
            {2000, 6}
        };
	long r = syscall(SYS_futimesat, dirfd, path, t);

	detail_times("file");
	return r;
}

void
scenario(void)
{
	names("futimesat", AT | CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
