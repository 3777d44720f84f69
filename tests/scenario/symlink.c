/* symlink(2): a new link. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_symlink, "some/where", path);
}

void
scenario(void)
{
	names("symlink", CHANGES, call);
	scene();
	say("an empty text", syscall(SYS_symlink, "", "new"));
	say("no text", syscall(SYS_symlink, NULL, "new"));
	say("a bad text", syscall(SYS_symlink, 1, "new"));
	say("no end", syscall(SYS_symlink, unterminated(), "new"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("new"));
}
