/* unlinkat(2): removes a name or, by flag, an empty folder. */
/* differs: a name, a descriptor's name: rules, not the kernel, keep /proc as it
 * is */
/* differs: a folder, a descriptor's name: rules, not the kernel, keep /proc as
 * it is */
#include "lib/guest.h"

static int flags;

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_unlinkat, dirfd, path, flags);
}

void
scenario(void)
{
	names("a name", AT | CHANGES, call);
	flags = AT_REMOVEDIR;
	names("a folder", AT | CHANGES, call);
	scene();
	say("an empty one",
	    mkdir("empty", 0755) != 0 ? -1 : call(AT_FDCWD, "empty"));
	flags = AT_SYMLINK_NOFOLLOW;
	say("a wrong flag", call(AT_FDCWD, "file"));
	say("a wrong flag, missing", call(AT_FDCWD, "missing"));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
