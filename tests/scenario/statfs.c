/* statfs(2): the file system of a name. */
#include "lib/guest.h"

#include <sys/vfs.h>

static long
call(int dirfd, const char *path)
{
	struct statfs st;
	long r = syscall(SYS_statfs, path, &st);

	(void)dirfd;
	if (r == 0)
		detail("type %lx", (unsigned long)st.f_type);
	return r;
}

void
scenario(void)
{
	names("statfs", PLAIN, call);
	scene();
	say("no room", syscall(SYS_statfs, "file", NULL));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
