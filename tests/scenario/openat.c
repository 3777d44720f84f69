/* openat(2): as open(2), from a folder. */
#include "lib/guest.h"

static int flags;

static long
call(int dirfd, const char *path)
{
	return closed(syscall(SYS_openat, dirfd, path, flags, 0666));
}

static void
with(const char *what, enum takes takes, int asked)
{
	flags = asked;
	names(what, takes, call);
}

/* A descriptor reopened by name may not be more than its file allows. */
static void
reopened(void)
{
	char path[64];
	int fd, pair[2];

	scene();
	fd = open("file", O_RDWR | O_CLOEXEC);
	unlink("file");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	flags = O_RDWR;
	say("a deleted file", call(AT_FDCWD, path));
	flags = O_RDONLY | O_NOFOLLOW;
	say("a descriptor's name, nofollow", call(AT_FDCWD, path));
	close(fd);
	if (pipe(pair) != 0)
		return;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", pair[0]);
	flags = O_RDONLY | O_NONBLOCK;
	say("a pipe, reading", call(AT_FDCWD, path));
	flags = O_RDONLY | O_DIRECTORY;
	say("a pipe as a folder", call(AT_FDCWD, path));
	close(pair[0]);
	close(pair[1]);
}

void
scenario(void)
{
	with("read", AT, O_RDONLY);
	with("path", AT, O_PATH | O_NOFOLLOW);
	with("directory", AT, O_RDONLY | O_DIRECTORY);
	with("write", AT | CHANGES, O_WRONLY | O_TRUNC);
	with("create", AT | CHANGES, O_RDWR | O_CREAT);
	with("exclusive", AT | CHANGES, O_RDWR | O_CREAT | O_EXCL);
	with("unnamed", AT | CHANGES, O_RDWR | O_TMPFILE);
	with("path with others", AT, O_PATH | O_RDWR | O_TRUNC | O_CREAT);
	reopened();
}

long
denied(void)
{
	flags = O_RDONLY;
	return call(AT_FDCWD, at("file"));
}
