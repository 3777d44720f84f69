/* inotify_add_watch(2): to be told what happens to a name. */
#include "lib/guest.h"

#include <sys/inotify.h>

static int in = -1;
static unsigned extra;

static long
call(int dirfd, const char *path)
{
	long wd;

	(void)dirfd;
	if (in < 0)
		in = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	wd = syscall(SYS_inotify_add_watch, in, path, IN_MODIFY | extra);
	if (wd < 0)
		return wd;
	syscall(SYS_inotify_rm_watch, in, wd);
	return 0;
}

static void
told(void)
{
	char buf[4096];
	int fd;

	scene();
	say("a watch", inotify_add_watch(in, "link", IN_MODIFY) < 0 ? -1 : 0);
	while (read(in, buf, sizeof(buf)) > 0)
		;
	fd = open("file", O_WRONLY | O_CLOEXEC);
	if (write(fd, "x", 1) != 1)
		detail("not written");
	close(fd);
	say("told of a change", read(in, buf, sizeof(buf)) > 0 ? 0 : -1);
}

void
scenario(void)
{
	names("watch", PLAIN, call);
	extra = IN_DONT_FOLLOW;
	names("nofollow", PLAIN, call);
	extra = IN_ONLYDIR;
	names("a folder only", PLAIN, call);
	extra = IN_MASK_ADD | IN_MASK_CREATE;
	scene();
	say("two wrong flags", call(AT_FDCWD, "file"));
	say("no events", syscall(SYS_inotify_add_watch, in, "file", 0));
	say("no descriptor", syscall(SYS_inotify_add_watch, 987, "file", 2));
	say("another file", syscall(SYS_inotify_add_watch, 1, "file", 2));
	told();
}

long
denied(void)
{
	return call(AT_FDCWD, at("file"));
}
