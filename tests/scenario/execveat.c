/* execveat(2): a program seen from a folder, or behind a descriptor. */
#include "lib/run.h"

static const char *path;
static int from;
static int flags;

static void
run(void)
{
	static const char *const args[] = {"zero", "one", NULL};
	static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};

	syscall(SYS_execveat, from, path, args, env, flags);
	/* Above what the programs answer. */
	_exit(64 + errno);
}

static long
call(int dirfd, const char *name)
{
	path = name;
	from = dirfd;
	return in_child(run);
}

void
scenario(void)
{
	int fd;

	names("execveat", AT | CHANGES, call);
	make_programs();
	fd = open("/bin/true", O_PATH | O_CLOEXEC);
	flags = AT_EMPTY_PATH;
	say("behind a descriptor", call(fd, ""));
	close(fd);
	fd = open("script", O_RDONLY);
	say("a script behind a descriptor", call(fd, ""));
	close(fd);
	flags = AT_SYMLINK_NOFOLLOW;
	say("nofollow", call(AT_FDCWD, "script"));
	if (symlink("script", "to-script") != 0)
		detail("no link");
	say("nofollow, a link", call(AT_FDCWD, "to-script"));
	flags = 0x40000;
	say("an unknown flag", call(AT_FDCWD, "script"));
}

long
denied(void)
{
	static const char *const args[] = {"zero", NULL};

	return syscall(SYS_execveat, AT_FDCWD, at("script"), args, NULL, 0);
}
