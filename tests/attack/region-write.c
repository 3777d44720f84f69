/* attack: have the kernel write into the region as the result of a call that
 *   is not mediated
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003, on the memory of a
 *   tracer; mmap(2)
 * stops: the kernel writes with the page protection of the mapping, which was
 *   never writable
 * variants: read recv random clock vm-write stack tid stat64 futex uname
 *   dents clone-tid robust
 * bare: refused (own page is read-only as well)
 * bare/stack: any (the kernel ends who has no room for a frame)
 * expect: EFAULT EPERM ENODATA
 * expect/stack: SIGSEGV
 * audit: any
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static volatile int happened;

static void
handler(int sig)
{
	(void)sig;
	happened = 1;
}

/* A signal frame is written by the kernel; it kills who cannot have one. */
static long
frame(char *to)
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_ONSTACK};
	stack_t stack = {.ss_sp = to - 65536, .ss_size = 65536 + 4096};

	must(sigaltstack(&stack, NULL), "sigaltstack");
	must(sigaction(SIGUSR1, &sa, NULL), "sigaction");
	raise(SIGUSR1);
	return happened ? 0 : -1;
}

static long
vm_write(char *to)
{
	struct iovec from = {(char *)(uintptr_t) "xxxxxxxx", 8}, into = {to, 8};

	return process_vm_writev(getpid(), &from, 1, &into, 1, 0);
}

static long
received(char *to)
{
	int s[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, s), "socketpair");
	must(write(s[0], "xxxxxxxx", 8), "write");
	return recv(s[1], to, 8, 0);
}

/* Cleared by the kernel when the child ends, and its number written. */
static long
cleared(char *to)
{
	int flags = CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID |
	    CLONE_PARENT_SETTID | SIGCHLD;
	long pid = syscall(SYS_clone, flags, 0, to, to, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static long
by_call(char *to)
{
	if (is("read"))
		return read(open("/dev/null", O_RDONLY), to, 8) < 0
		    ? -1
		    : pread(open(at("a/f"), O_RDONLY), to, 7, 0);
	if (is("recv"))
		return received(to);
	if (is("random"))
		return getrandom(to, 8, 0);
	if (is("clock"))
		return syscall(SYS_clock_gettime, CLOCK_MONOTONIC, to);
	if (is("vm-write"))
		return vm_write(to);
	if (is("stack"))
		return frame(to);
	if (is("stat64"))
		return syscall(SYS_fstat, 0, to);
	if (is("uname"))
		return uname((struct utsname *)(void *)to);
	if (is("dents"))
		return syscall(SYS_getdents64, open(at("a"), O_RDONLY), to,
		    4096);
	if (is("futex"))
		return syscall(SYS_futex, to, FUTEX_WAKE_OP, 1, 1, to,
		    FUTEX_OP(FUTEX_OP_SET, 1, FUTEX_OP_CMP_EQ, 0));
	return -1;
}

void
attack(int argc, char **argv)
{
	struct target t = region(MAP_SHARED);
	char before[4096];
	long r;

	(void)argc;
	(void)argv;
	/* The first slots are in use: the end is not. */
	t.base += t.len - sizeof(before);
	memcpy(before, t.base, sizeof(before));
	errno = 0;
	if (is("tid") || is("clone-tid"))
		r = cleared(t.base);
	else if (is("robust"))
		r = syscall(SYS_set_robust_list, t.base, 24);
	else
		r = by_call(t.base);
	if (memcmp(before, t.base, sizeof(before)) != 0)
		won("it was written");
	if (r >= 0)
		errno = ENODATA; /* a call that does not say it */
	lost(variant);
}
