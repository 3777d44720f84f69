/* mknod(2): a new FIFO. */
#include "lib/guest.h"

static long
call(int dirfd, const char *path)
{
	(void)dirfd;
	return syscall(SYS_mknod, path, S_IFIFO | 0666, 0);
}

void
scenario(void)
{
	names("mknod", CHANGES, call);
	scene();
	say("a file", syscall(SYS_mknod, "new", S_IFREG | 0666, 0));
	say("no kind", syscall(SYS_mknod, "plain", 0600, 0));
	say("a socket", syscall(SYS_mknod, "sock", S_IFSOCK | 0666, 0));
	say("a device", syscall(SYS_mknod, "dev", S_IFCHR | 0666, 0x103));
	say("a folder", syscall(SYS_mknod, "folder", S_IFDIR | 0777, 0));
	say("a wrong kind", syscall(SYS_mknod, "wrong", 0170000 | 0666, 0));
}

long
denied(void)
{
	return call(AT_FDCWD, at("new"));
}
