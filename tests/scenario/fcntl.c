/* fcntl(2): the commands that stop: who gets a descriptor's signals, and those
 * that are refused. */
/* differs: a lease: it stalls whoever opens the file */
/* differs: a notice: inotify tells the same and is judged */
/* differs: signals on: those of a terminal reach processes outside */
/* denied: ESRCH */
#include "lib/pids.h"

#include <limits.h>

static int fd;

static long
owner_by(int type, pid_t pid)
{
	struct f_owner_ex owner = {.type = type, .pid = pid};

	return syscall(SYS_fcntl, fd, F_SETOWN_EX, &owner);
}

static long
call(pid_t pid)
{
	return syscall(SYS_fcntl, fd, F_SETOWN, (long)pid);
}

static long
thread(pid_t pid)
{
	return owner_by(F_OWNER_TID, pid);
}

static long
process(pid_t pid)
{
	return owner_by(F_OWNER_PID, pid);
}

/* Who was made the owner, and how: a wrong copy would show here. */
static void
ask(void)
{
	struct f_owner_ex owner = {0};

	say("is told", syscall(SYS_fcntl, fd, F_GETOWN_EX, &owner));
	detail("type %d, %s", owner.type,
	    owner.pid == getpid()        ? "ourselves"
		: owner.pid == getpgrp() ? "our group"
		: owner.pid == 0         ? "nobody"
					 : "another");
	say("whom", 0);
}

static void
groups(void)
{
	pid_t child = idle_child();

	setpgid(child, child);
	say("the child's group", call(-child));
	say("the same, otherwise", owner_by(F_OWNER_PGRP, child));
	setpgid(0, 0);
	say("our own group", call(-getpgrp()));
	ask();
	say("the same, otherwise", owner_by(F_OWNER_PGRP, getpgrp()));
	ask();
	end_child(child);
	say("a negative group", owner_by(F_OWNER_PGRP, -1));
	say("a group of nobody", call(-4194999));
	say("the smallest number", call(INT_MIN));
	say("nobody again", call(0));
	ask();
}

void
scenario(void)
{
	scene();
	fd = open("file", O_RDWR);
	pids(call);
	pids(thread);
	pids(process);
	say("ourselves once more", process(getpid()));
	ask();
	say("no such type", owner_by(7, getpid()));
	say("no memory", syscall(SYS_fcntl, fd, F_SETOWN_EX, 8L));
	groups();
	say("which signal", syscall(SYS_fcntl, fd, F_SETSIG, 10L));
	say("it is told", syscall(SYS_fcntl, fd, F_GETSIG));
	say("a lease", syscall(SYS_fcntl, fd, F_SETLEASE, (long)F_RDLCK));
	say("a notice",
	    syscall(SYS_fcntl, open(".", O_RDONLY), F_NOTIFY, (long)DN_CREATE));
	say("signals on", syscall(SYS_fcntl, fd, F_SETFL, (long)O_ASYNC));
	say("an unknown command", syscall(SYS_fcntl, fd, 4242, 0));
	say("no descriptor", syscall(SYS_fcntl, -1, F_SETOWN, 0));
}

/* A group that holds somebody from outside. */
long
denied(void)
{
	fd = open(".", O_RDONLY);
	return call(-1);
}
