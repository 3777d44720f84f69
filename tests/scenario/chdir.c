/* chdir(2): where relative names begin. */
#include "lib/guest.h"

#include <limits.h>

static long
call(int dirfd, const char *path)
{
	char where[PATH_MAX];
	long r = syscall(SYS_chdir, path);

	(void)dirfd;
	if (r == 0 && getcwd(where, sizeof(where)) != NULL) {
		const char *below = strstr(where, "/dir");

		detail("%s", below != NULL ? below : "elsewhere");
	}
	return r;
}

void
scenario(void)
{
	names("chdir", PLAIN, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("dir"));
}
