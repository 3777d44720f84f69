/* fsetxattr(2): an attribute of what a descriptor holds. */
/* allowed: read: the descriptor is had, the change is not */
#include "lib/guest.h"

static long
call(int fd)
{
	return syscall(SYS_fsetxattr, fd, "user.a", "v", 1, 0);
}

static void
opened(const char *label, const char *name, int flags)
{
	int fd;

	scene();
	fd = open(name, flags | O_CLOEXEC);
	say(label, call(fd));
	close(fd);
}

void
scenario(void)
{
	int pair[2];

	opened("reading", "file", O_RDONLY);
	opened("writing", "file", O_WRONLY);
	opened("a folder", "dir", O_RDONLY | O_DIRECTORY);
	opened("a path descriptor", "file", O_PATH);
	opened("an unnamed file", ".", O_RDWR | O_TMPFILE);
	if (pipe(pair) == 0)
		say("a pipe", call(pair[1]));
	say("no descriptor", call(987));
	say("negative", call(-1));
}

long
denied(void)
{
	return call(open(at("file"), O_RDONLY));
}
