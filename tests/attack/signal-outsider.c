/* attack: end a process outside the job, or the supervisor
 * source: kill(2), pidfd_send_signal(2), fcntl(2) F_SETOWN and F_SETSIG
 * stops: only the job's own processes can be named
 * variants: kill tkill tgkill sigqueue tgsigqueue pidfd setown setown-ex
 *   fiosetown siocspgrp peer-pidfd timer negative
 * bare/timer: refused (the kernel takes own threads only)
 * bare/negative: refused (it leads no group)
 * bare/peer-pidfd: any (Linux 6.5)
 * victims: outsider parent
 * expect/timer: EINVAL
 * expect/negative: ESRCH SIGKILL (the job is in the group of the supervisor)
 * audit/timer: any
 * audit/negative: any
 * expect: EPERM ESRCH EACCES ENOENT
 * audit: kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open:ESRCH
 *   pidfd_send_signal fcntl ioctl
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef SIOCSPGRP
#define SIOCSPGRP 0x8902
#endif
#ifndef FIOSETOWN
#define FIOSETOWN 0x8901
#endif

/* The kernel sends SIGKILL to the owner when the other end speaks. */
static void
by_owner(int pid)
{
	struct f_owner_ex owner = {F_OWNER_PID, pid};
	int s[2], on = 1;
	long r;

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, s), "socketpair");
	if (is("setown"))
		r = fcntl(s[0], F_SETOWN, pid);
	else if (is("setown-ex"))
		r = fcntl(s[0], F_SETOWN_EX, &owner);
	else
		r = ioctl(s[0], is("fiosetown") ? FIOSETOWN : SIOCSPGRP, &pid);
	if (r < 0)
		lost("owner");
	fcntl(s[0], F_SETSIG, SIGKILL);
	ioctl(s[0], FIOASYNC, &on);
	must(write(s[1], "x", 1), "write");
	won("the kernel sends the signal");
}

/* The descriptor of an allowed server's process, asked of the socket; signal 0,
 * as the server is the harness. */
static void
by_peer(void)
{
	int s = (int)must(socket(AF_UNIX, SOCK_STREAM, 0), "socket"), fd;
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	socklen_t len = sizeof(fd);

	strcpy(to.sun_path, at("a/sock"));
	must(connect(s, (struct sockaddr *)&to, sizeof(to)), "connect");
	if (getsockopt(s, SOL_SOCKET, 77 /* SO_PEERPIDFD */, &fd, &len) < 0)
		cannot("no SO_PEERPIDFD");
	verdict(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0),
	    "pidfd_send_signal");
}

/* A timer that signals a thread of another process. */
static void
by_timer(int tid)
{
	struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
	    .sigev_signo = SIGKILL};
	timer_t timer;

	event._sigev_un._tid = tid;
	verdict(timer_create(CLOCK_MONOTONIC, &event, &timer), "timer_create");
}

void
attack(int argc, char **argv)
{
	int pid = number("VICTIM"), fd;
	siginfo_t info = {.si_code = SI_QUEUE};

	(void)argc;
	(void)argv;
	if (is("kill"))
		verdict(kill(pid, SIGKILL), "kill");
	if (is("negative")) /* the group that it would lead */
		verdict(kill(-pid, SIGKILL), "kill");
	if (is("timer"))
		by_timer(pid);
	if (is("tkill"))
		verdict(syscall(SYS_tkill, pid, SIGKILL), "tkill");
	if (is("tgkill"))
		verdict(syscall(SYS_tgkill, pid, pid, SIGKILL), "tgkill");
	info.si_signo = SIGKILL;
	if (is("sigqueue"))
		verdict(syscall(SYS_rt_sigqueueinfo, pid, SIGKILL, &info),
		    "rt_sigqueueinfo");
	if (is("tgsigqueue"))
		verdict(syscall(SYS_rt_tgsigqueueinfo, pid, pid, SIGKILL,
			    &info),
		    "rt_tgsigqueueinfo");
	if (is("pidfd")) {
		fd = (int)syscall(SYS_pidfd_open, pid, 0);
		if (fd < 0)
			lost("pidfd_open");
		verdict(syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0),
		    "pidfd_send_signal");
	}
	if (is("peer-pidfd"))
		by_peer();
	by_owner(pid);
}
