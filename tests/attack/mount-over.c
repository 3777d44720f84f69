/* attack: mount what is forbidden over an allowed name, in a mount namespace of
 *   one's own
 * source: mount(2), move_mount(2), mount_namespaces(7), user_namespaces(7);
 *   fuse(4)
 * stops: namespaces and mounts, by the old calls and the new, are refused, and
 *   names are walked where the supervisor is
 * variants: bind rbind child tree fuse
 * bare: any (user namespaces may be off)
 * bare/fuse: any (user namespaces may be off, and FUSE away)
 * expect: EPERM
 * expect/fuse: EPERM EACCES
 * audit: unshare
 * audit/child: clone
 * audit/tree: open_tree
 * audit/fuse: openat
 * expect/tree: ENOSYS
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif
#ifndef MOVE_MOUNT_F_EMPTY_PATH
#define MOVE_MOUNT_F_EMPTY_PATH 4
#endif

/* What is mounted from here on is mounted for nobody else. */
static void
keep_to_ourselves(void)
{
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		lost("mount --make-rprivate");
}

static void
leave(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		lost("unshare");
	keep_to_ourselves();
}

static void
bind_and_read(unsigned long recursive)
{
	if (mount(at("b"), at("a/d"), NULL, MS_BIND | recursive, NULL) < 0)
		lost("mount --bind");
	read_secret(open(at("a/d/f"), O_RDONLY), "a/d/f");
}

/* Born there, it needs no unshare(2). */
static void
child(void)
{
	long pid = syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWNS | SIGCHLD, 0,
	    0, 0, 0);

	if (pid < 0)
		lost("clone");
	if (pid > 0)
		as_child((pid_t)pid, "a child that mounts");
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount(at("b"), at("a/d"), NULL, MS_BIND, NULL) < 0)
		_exit(errno);
	_exit(is_secret(open(at("a/d/f"), O_RDONLY)) ? 0 : ENODATA);
}

/* The same by the calls that filters older than they do not know. */
static void
tree(void)
{
	int fd;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0)
		keep_to_ourselves();
	fd = (int)syscall(SYS_open_tree, AT_FDCWD, at("b"), OPEN_TREE_CLONE);
	if (fd < 0)
		lost("open_tree");
	if (syscall(SYS_move_mount, fd, "", AT_FDCWD, at("a/d"),
		MOVE_MOUNT_F_EMPTY_PATH) < 0)
		lost("move_mount");
	read_secret(open(at("a/d/f"), O_RDONLY), "a/d/f");
}

/* A file system whose every answer is one's own. */
static void
fuse(void)
{
	char options[128];
	int fd = open("/dev/fuse", O_RDWR);

	if (fd < 0)
		lost("/dev/fuse");
	leave();
	snprintf(options, sizeof(options),
	    "fd=%d,rootmode=40000,user_id=0,group_id=0", fd);
	verdict(mount("x", at("a/d"), "fuse", MS_NOSUID | MS_NODEV, options),
	    "mount -t fuse");
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("child"))
		child();
	if (is("tree"))
		tree();
	if (is("fuse"))
		fuse();
	leave();
	bind_and_read(is("rbind") ? MS_REC : 0);
}
