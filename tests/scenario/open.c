/* open(2): what each flag asks of a name that is there, missing, a folder or a
 * link, and what a new file looks like. */
#include "lib/guest.h"

static int flags;
static mode_t mode = 0666;

static long
call(int dirfd, const char *path)
{
	long fd = syscall(SYS_open, path, flags, mode);

	(void)dirfd;
	if (fd >= 0 && (flags & O_PATH) == 0)
		detail("flags %o", fcntl((int)fd, F_GETFL) & ~O_LARGEFILE);
	return closed(fd);
}

static void
with(const char *what, int asked)
{
	flags = asked;
	names(what, PLAIN, call);
}

static void
changing(const char *what, int asked)
{
	flags = asked;
	names(what, CHANGES, call);
}

static void
new_file(const char *label, mode_t mask, mode_t asked)
{
	scene();
	flags = O_CREAT | O_EXCL | O_WRONLY;
	mode = asked;
	umask(mask);
	say(label, call(AT_FDCWD, "new"));
	umask(022);
}

void
scenario(void)
{
	with("read", O_RDONLY);
	with("path", O_PATH);
	with("path nofollow", O_PATH | O_NOFOLLOW);
	with("nofollow", O_RDONLY | O_NOFOLLOW);
	with("directory", O_RDONLY | O_DIRECTORY);
	changing("write", O_WRONLY);
	changing("both", O_RDWR | O_APPEND);
	changing("create", O_WRONLY | O_CREAT);
	changing("exclusive", O_WRONLY | O_CREAT | O_EXCL);
	changing("truncate", O_RDWR | O_TRUNC);
	changing("truncate, reading", O_RDONLY | O_TRUNC);
	changing("create a folder", O_RDONLY | O_CREAT | O_DIRECTORY);
	changing("unnamed", O_RDWR | O_TMPFILE);
	changing("unknown flags", O_RDONLY | 0x40000000);
	changing("access 3", 3);
	new_file("mask 077", 077, 0666);
	new_file("mask 0", 0, 0777);
	new_file("sticky mode", 0, 07755);
	new_file("odd mode", 0, 0100644);
}

long
denied(void)
{
	flags = O_RDONLY;
	return call(AT_FDCWD, at("file"));
}
