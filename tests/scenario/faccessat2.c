/* faccessat2(2): with flags. */
#include "lib/guest.h"

static int flags;
static int mode = R_OK;

static long
call(int dirfd, const char *path)
{
	return syscall(SYS_faccessat2, dirfd, path, mode, flags);
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
	with("read", 0);
	with("nofollow", AT_SYMLINK_NOFOLLOW);
	with("effective", AT_EACCESS);
	with("empty", AT_EMPTY_PATH);
	with("unknown flag", 0x40000);
	flags = 0;
	mode = W_OK;
	names("write", AT | CHANGES, call);
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
