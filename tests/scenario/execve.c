/* execve(2): programs, scripts, and what is neither. */
#include "lib/run.h"

static const char *path;
static char zero[] = "zero", two_words[] = "a b", nothing[] = "";
static char *one[] = {zero, two_words, nothing, NULL};
static char **args = one;

static void
run(void)
{
	static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};

	syscall(SYS_execve, path, args, env);
	/* Above what the programs answer. */
	_exit(64 + errno);
}

static long
call(int dirfd, const char *name)
{
	(void)dirfd;
	path = name;
	return in_child(run);
}

static void
try(const char *name)
{
	make_programs();
	say(name, call(AT_FDCWD, name));
}

void
scenario(void)
{
	static const char *const programs[] = {"script", "./script", "args",
	    "option", "no-interpreter", "empty-interpreter", "text", "nothing",
	    "no-permission", "nested", "itself", "broken", "/bin/true",
	    "/usr/bin/false", "/bin/echo"};

	names("execve", CHANGES, call);
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		try(programs[i]);
	make_programs();
	if (symlink("script", "to-script") != 0 ||
	    symlink("/bin/true", "to-true") != 0)
		detail("no links");
	say("a link to a script", call(AT_FDCWD, "to-script"));
	say("a link to a program", call(AT_FDCWD, "to-true"));
	args = NULL;
	say("no arguments", call(AT_FDCWD, "/bin/true"));
	args = (char **)8;
	say("bad arguments", call(AT_FDCWD, "/bin/true"));
}

long
denied(void)
{
	return syscall(SYS_execve, at("script"), one, NULL);
}
