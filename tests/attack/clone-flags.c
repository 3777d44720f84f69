/* attack: a child that nobody traces, or in namespaces of its own
 * source: clone(2), CLONE_UNTRACED; user_namespaces(7); sandbox2 forbids the
 *   same flags
 * stops: clone flags are judged in registers; clone3 does not exist
 * variants: untraced parent newuser unshare setns clone3-newuser
 *   clone3-untraced parent-signal ptrace newpid newtime
 * expect: EPERM EINVAL EACCES ENOSYS
 * audit: clone unshare setns
 * audit/clone3-newuser: none
 * audit/clone3-untraced: none
 * bare/newuser: any (user namespaces may be off)
 * bare/parent-signal: skip (it would end the test)
 * bare/unshare: any (user namespaces may be off)
 * bare/clone3-newuser: any (user namespaces may be off)
 * bare/newpid: any (privileged)
 * bare/newtime: any (privileged)
 * bare/ptrace: any (a child that nobody traces)
 * bare/setns: any (wants CAP_SYS_ADMIN)
 * audit/untraced: openat
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* Reads the secret without the parent's help. */
static void
child(void)
{
	int fd = open(at("b/f"), O_RDONLY);

	if (fd < 0)
		_exit(errno);
	_exit(is_secret(fd) ? 0 : ENODATA);
}

static void
untraced(long pid)
{
	if (pid < 0)
		lost("clone");
	if (pid == 0)
		child();
	as_child((pid_t)pid, "untraced child");
}

/* A sibling instead of a child: it is waited for by our parent. */
static void
parent(void)
{
	int p[2], mine = getppid(), his = -1;
	long pid;

	must(pipe(p), "pipe");
	/* With a signal that ends our parent when the child ends. */
	pid = syscall(SYS_clone,
	    CLONE_PARENT | (is("parent") ? SIGCHLD : SIGKILL), 0, 0, 0, 0);
	if (pid == 0) {
		mine = getppid();
		_exit(write(p[1], &mine, sizeof(mine)) < 0);
	}
	if (pid < 0)
		lost("clone");
	must(read(p[0], &his, sizeof(his)), "read");
	errno = ECHILD;
	verdict(his == mine ? 0 : -1, "a child of our parent's");
}

static void
newuser(long pid)
{
	if (pid < 0)
		lost("clone");
	if (pid == 0)
		_exit(0);
	as_child((pid_t)pid, "user namespace");
}

void
attack(int argc, char **argv)
{
	struct clone_args args = {.exit_signal = SIGCHLD};

	(void)argc;
	(void)argv;
	if (is("untraced"))
		untraced(
		    syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0));
	if (is("parent") || is("parent-signal"))
		parent();
	if (is("ptrace"))
		newuser(syscall(SYS_clone, CLONE_PTRACE | SIGCHLD, 0, 0, 0, 0));
	if (is("newpid"))
		newuser(syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0));
	if (is("newtime"))
		verdict(unshare(0x80 /* CLONE_NEWTIME */), "unshare");
	if (is("newuser"))
		newuser(
		    syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
	if (is("unshare"))
		verdict(unshare(CLONE_NEWUSER), "unshare");
	if (is("setns"))
		verdict(setns(open("/proc/self/ns/uts", O_RDONLY), 0), "setns");
	args.flags = is("clone3-newuser") ? CLONE_NEWUSER : CLONE_UNTRACED;
	long pid = syscall(SYS_clone3, &args, sizeof(args));
	if (is("clone3-newuser"))
		newuser(pid);
	untraced(pid);
}
