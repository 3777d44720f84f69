/* attack: bits that the kernel cuts off an argument and a comparison does not
 * source: CVE-2019-7303 (snapd) and CVE-2019-10063 (flatpak), for ioctl
 * stops: int arguments are compared by their low 32 bits, in the filter and in
 *   the handlers
 * variants: prctl dispatch madvise fcntl-owner fcntl-lease ioctl-owner clone
 *   fastopen socket seccomp priority open kill personality
 * expect: EPERM EACCES EINVAL ESRCH EOPNOTSUPP EAFNOSUPPORT
 * audit: any
 * bare/clone: any (user namespaces may be off)
 * bare/fastopen: any (sysctl net.ipv4.tcp_fastopen)
 * bare/socket: any (not in all kernels)
 * bare/dispatch: any (Linux 5.11)
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#define HIGH(x) ((long)(unsigned)(x) | 0x7l << 32)
#ifndef FIOSETOWN
#define FIOSETOWN 0x8901
#endif
#ifndef MSG_FASTOPEN
#define MSG_FASTOPEN 0x20000000
#endif

static long
make_child(void)
{
	long pid =
	    syscall(SYS_clone, HIGH(CLONE_NEWUSER | SIGCHLD), 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static long
fastopen(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)number("PORT_B")),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = (int)must(socket(AF_INET, SOCK_STREAM, 0), "socket");

	return syscall(SYS_sendto, fd, "x", 1, HIGH(MSG_FASTOPEN), &to,
	    sizeof(to));
}

static long
by_number(void)
{
	static int pid;
	static char selector;

	pid = number("VICTIM");
	if (is("prctl"))
		return syscall(SYS_prctl, HIGH(PR_SET_TSC), PR_TSC_ENABLE, 0, 0,
		    0);
	if (is("dispatch"))
		return syscall(SYS_prctl, HIGH(59), 1, 0, 0, &selector);
	if (is("fcntl-owner"))
		return syscall(SYS_fcntl, socket(AF_UNIX, SOCK_STREAM, 0),
		    HIGH(F_SETOWN), pid);
	if (is("fcntl-lease"))
		return syscall(SYS_fcntl, open(at("c/ro"), O_RDONLY),
		    HIGH(F_SETLEASE), F_RDLCK);
	if (is("ioctl-owner"))
		return syscall(SYS_ioctl, socket(AF_UNIX, SOCK_STREAM, 0),
		    HIGH(FIOSETOWN), &pid);
	if (is("socket"))
		return syscall(SYS_socket, HIGH(AF_NETLINK), SOCK_RAW, 0);
	if (is("priority"))
		return syscall(SYS_setpriority, HIGH(PRIO_PROCESS), HIGH(pid),
		    5);
	if (is("open"))
		return syscall(SYS_openat, HIGH(AT_FDCWD), at("c/ro"),
		    HIGH(O_RDWR), 0);
	if (is("kill"))
		return syscall(SYS_kill, HIGH(pid), HIGH(0));
	return syscall(SYS_personality, HIGH(READ_IMPLIES_EXEC));
}

/* MADV_DONTFORK of the region, or of a page of our own. */
static long
advise(void)
{
	struct target t = region(MAP_PRIVATE | MAP_ANONYMOUS);

	return syscall(SYS_madvise, t.base, t.len, HIGH(MADV_DONTFORK));
}

static long
filter(void)
{
	/* SECCOMP_SET_MODE_FILTER without a filter: EFAULT of who goes on. */
	long r = syscall(SYS_seccomp, HIGH(1), 0, NULL);

	return r < 0 && errno == EFAULT ? 0 : r;
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("clone"))
		verdict(make_child(), "clone");
	if (is("fastopen"))
		verdict(fastopen(), "sendto");
	if (is("madvise"))
		verdict(advise(), "madvise");
	if (is("seccomp"))
		verdict(filter(), "seccomp");
	verdict(by_number(), variant);
}
