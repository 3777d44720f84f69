/* mkdir(2): a new folder, with the umask. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_mkdir, path, 0777);
}

void
scenario(void)
{
	names("mkdir", CHANGES, call);
	scene();
	umask(027);
	say("a mask", call(AT_FDCWD, "new"));
	say("wild modes", syscall(SYS_mkdir, "wild", 0177777));
	umask(022);
}

long
denied(void)
{
	return call(AT_FDCWD, at("new"));
}
