/* statx(2): metadata by mask and flags. */
/* differs: empty, no pointer: no name stands for an empty one since Linux 6.11;
 * answered EFAULT, as before */
#include "lib/guest.h"

#include <linux/stat.h>

static unsigned flags;
static unsigned mask = STATX_BASIC_STATS;

static long
call(int dirfd, const char *path)
{
	struct statx st;
	long r;

	memset(&st, 0, sizeof(st));
	r = syscall(SYS_statx, dirfd, path, flags, mask, &st);
	if (r == 0)
		detail("mode %o size %ld", st.stx_mode,
		    S_ISREG(st.stx_mode) ? (long)st.stx_size : 0);
	return r;
}

static void
with(const char *what, unsigned asked)
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
	with("both syncs", AT_STATX_SYNC_TYPE);
	with("unknown flag", 0x40000);
	flags = 0;
	mask = STATX__RESERVED;
	scene();
	say("reserved mask", call(AT_FDCWD, "file"));
	say("no room", syscall(SYS_statx, AT_FDCWD, "file", 0, 0, NULL));
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
