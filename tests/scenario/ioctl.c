/* ioctl(2): the commands that stop: who gets a descriptor's signals, and those
 * that are refused. */
/* differs: flags of a file: it was opened for reading alone */
/* differs: attributes of a file: it was opened for reading alone */
/* differs: signals on: those of a terminal reach processes outside */
/* denied: ENOTTY */
#include "lib/pids.h"

#include <linux/fs.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static int fd;

static long
call(pid_t pid)
{
	return syscall(SYS_ioctl, fd, FIOSETOWN, &pid);
}

static long
of_socket(pid_t pid)
{
	return syscall(SYS_ioctl, fd, SIOCSPGRP, &pid);
}

static void
ask(unsigned long how)
{
	pid_t owner = -1;

	say("is told", syscall(SYS_ioctl, fd, how, &owner));
	detail("%s", owner == getpid() ? "ourselves" : "another");
	say("whom", 0);
}

static long
async(int on)
{
	return syscall(SYS_ioctl, fd, FIOASYNC, &on);
}

void
scenario(void)
{
	int flags = 0, version = 0;
	struct fsxattr attributes = {0};
	int file;

	scene();
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	pids(call);
	pids(of_socket);
	say("ourselves", call(getpid()));
	ask(FIOGETOWN);
	ask(SIOCGPGRP);
	say("no memory", syscall(SYS_ioctl, fd, FIOSETOWN, 8L));
	say("none of a switch", syscall(SYS_ioctl, fd, FIOASYNC, 8L));
	say("signals off", async(0));
	say("signals on", async(1));
	file = open("file", O_RDONLY);
	say("a version", syscall(SYS_ioctl, file, FS_IOC_GETVERSION, &version));
	say("flags of a file",
	    syscall(SYS_ioctl, file, FS_IOC_SETFLAGS, &flags));
	say("attributes of a file",
	    syscall(SYS_ioctl, file, FS_IOC_FSSETXATTR, &attributes));
	say("an unknown command", syscall(SYS_ioctl, file, 0x4242, 0));
	say("no descriptor", syscall(SYS_ioctl, -1, FIOSETOWN, &flags));
}

long
denied(void)
{
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	return async(1);
}
