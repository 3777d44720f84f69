/* renameat2(2): moves, refuses to replace, or exchanges. */
/* differs: no replacing, a descriptor's name: rules, not the kernel, keep /proc
 * as it is */
#include "lib/guest.h"

#include <linux/fs.h>

static unsigned flags;

static long
from(int dirfd, const char *path)
{
	return syscall(SYS_renameat2, dirfd, path, AT_FDCWD, "new", flags);
}

static long
to(int dirfd, const char *path)
{
	return syscall(SYS_renameat2, AT_FDCWD, "private", dirfd, path, flags);
}

static void
one(const char *label, unsigned asked)
{
	scene();
	flags = asked;
	say(label, to(AT_FDCWD, "script"));
}

void
scenario(void)
{
	names("from", AT | CHANGES, from);
	flags = RENAME_NOREPLACE;
	names("no replacing", AT | CHANGES, to);
	flags = RENAME_EXCHANGE;
	names("exchange", AT | CHANGES, to);
	one("exchange and no replacing", RENAME_EXCHANGE | RENAME_NOREPLACE);
	one("an unknown flag", 0x80);
	one("whiteout and exchange", RENAME_WHITEOUT | RENAME_EXCHANGE);
}

long
denied(void)
{
	return from(AT_FDCWD, at("file"));
}
