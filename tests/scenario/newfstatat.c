/* newfstatat(2): stat, lstat and fstat in one, by flags. */
/* differs: empty, no pointer: no name stands for an empty one since Linux 6.11;
 * answered EFAULT, as before */
#include "lib/meta.h"

static int flags;

static long
call(int dirfd, const char *path)
{
	struct stat st;
	long r = syscall(SYS_newfstatat, dirfd, path, &st, flags);

	if (r == 0)
		detail_stat(&st);
	return r;
}

static void
with(const char *what, int asked)
{
	flags = asked;
	names(what, AT, call);
}

void
scenario(void)
{
	with("follow", 0);
	with("nofollow", AT_SYMLINK_NOFOLLOW);
	with("empty", AT_EMPTY_PATH);
	with("no automount", AT_NO_AUTOMOUNT);
	with("unknown flag", 0x40000);
	with("wrong flag", AT_SYMLINK_FOLLOW);
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
