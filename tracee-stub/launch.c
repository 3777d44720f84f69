/* The launcher: what runs in the job's first process before it is the job.
 * Nothing of the job runs here.  It is seized before it does anything, and its
 * filter stands before its exec, which is the first mediated call. */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "region.h"

#ifndef SYS_mseal
#define SYS_mseal 462
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/* What the launcher says: once before its exec, and again if that failed. */
struct word {
	int32_t err; /* 0, or errno */
	int32_t pad;
	uint64_t base;
};

static void
say(int sync, int err, uint64_t base)
{
	struct word w;

	memset(&w, 0, sizeof(w));
	w.err = err;
	w.base = base;
	/* MSG_NOSIGNAL: the supervisor may be gone. */
	while (send(sync, &w, sizeof(w), MSG_NOSIGNAL) < 0 && errno == EINTR)
		;
}

/* Maps the region as every later image gets it (trace/inject.c).  Returns 0 or
 * -errno. */
static int
map_region(const struct launch *l, uint64_t *ret_base)
{
	int flags = MAP_SHARED;
	unsigned char *base;

	if (l->region_at != 0)
		flags |= MAP_FIXED_NOREPLACE;
	base = mmap((void *)(uintptr_t)l->region_at, REGION_SIZE,
	    PROT_READ | PROT_EXEC, flags, l->region_fd, 0);
	if (base == MAP_FAILED)
		return -errno;
	if (l->region_at != 0 && (uintptr_t)base != l->region_at)
		return -EEXIST;
	if (mprotect(base + REGION_PAGE, REGION_SIZE - REGION_PAGE, PROT_READ) <
	    0)
		return -errno;
	if (l->mseal && syscall(SYS_mseal, base, REGION_SIZE, 0) < 0)
		return -errno;
	*ret_base = (uintptr_t)base;
	return 0;
}

static bool
is_kept(const struct launch *l, int fd)
{
	for (size_t i = 0; i < l->kept_count; i++)
		if (l->kept[i] == fd)
			return true;
	return false;
}

/* The least descriptor from `from` on that stays, or -1. */
static int
next_kept(const struct launch *l, int sync, int from)
{
	int least = sync >= from ? sync : -1;

	for (size_t i = 0; i < l->kept_count; i++)
		if (l->kept[i] >= from && (least < 0 || l->kept[i] < least))
			least = l->kept[i];
	return least;
}

/* Puts the standard streams in their places, and closes everything above 2 but
 * what is kept and the way to the supervisor.  Returns 0 or -errno. */
static int
settle_descriptors(const struct launch *l, int *sync)
{
	int to = 3, from = 3, fd;

	for (int i = 0; i < 3; i++)
		if (l->standard[i] >= 0 && dup2(l->standard[i], i) < 0)
			return -errno;
	while (is_kept(l, to))
		to++;
	if (*sync != to && dup3(*sync, to, O_CLOEXEC) < 0)
		return -errno;
	*sync = to;
	/* close_range(2): Linux 5.9. */
	while ((fd = next_kept(l, to, from)) >= 0) {
		if (fd > from && syscall(SYS_close_range, from, fd - 1, 0u) < 0)
			return -errno;
		from = fd + 1;
	}
	return syscall(SYS_close_range, from, ~0u, 0u) < 0 ? -errno : 0;
}

/* Lowers a limit for good, and never raises one. */
static int
set_limit(int which, uint64_t most)
{
	struct rlimit l;

	if (most == 0)
		return 0;
	if (getrlimit(which, &l) < 0)
		return -errno;
	if (l.rlim_max > most)
		l.rlim_max = most;
	if (l.rlim_cur > l.rlim_max)
		l.rlim_cur = l.rlim_max;
	return setrlimit(which, &l) < 0 ? -errno : 0;
}

static int
set_limits(const struct launch *l)
{
	int err = set_limit(RLIMIT_NOFILE, l->open_files);

	return err == 0 ? set_limit(RLIMIT_FSIZE, l->file_size) : err;
}

static int
install_filter(const struct launch *l)
{
	const struct rlimit none = {0, 0};

	/* A core dump is a write that no rule was asked about. */
	if (setrlimit(RLIMIT_CORE, &none) < 0)
		return -errno;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	/* SPEC_ALLOW (Linux 4.17): without it some kernels turn speculation
	 * mitigations on, which slow the whole job down. */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		SECCOMP_FILTER_FLAG_SPEC_ALLOW, &l->filter) < 0)
		return -errno;
	return 0;
}

static void __attribute__((noreturn)) launcher(const struct launch *l, int sync)
{
	uint64_t base = 0;
	int err;
	char go;

	while ((err = (int)read(sync, &go, 1)) < 0 && errno == EINTR)
		;
	if (err != 1)
		_exit(125); /* the supervisor is gone */
	err = map_region(l, &base);
	if (err == 0 && l->folder != NULL && chdir(l->folder) < 0)
		err = -errno;
	if (err == 0)
		err = settle_descriptors(l, &sync);
	if (err == 0)
		err = set_limits(l);
	if (err == 0)
		err = install_filter(l);
	say(sync, -err, base);
	if (err != 0)
		_exit(125);
	(void)sigprocmask(SIG_SETMASK, &l->mask, NULL);
	execve(l->path, l->argv, l->envp);
	err = errno;
	say(sync, err, 0);
	_exit(err == ENOENT ? 127 : 126);
}

pid_t
launch_fork(const struct launch *l, int *ret_sync)
{
	int pair[2];
	pid_t pid;
	int err;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	pid = l->fork != NULL ? l->fork(l->fork_ctx) : fork();
	if (pid == 0) {
		close(pair[0]);
		launcher(l, pair[1]);
	}
	err = errno;
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return -err;
	}
	*ret_sync = pair[0];
	return pid;
}

/* How often it is looked whether a launcher that says nothing is still there.
 */
#define LOOK_MS 100

/* Waits until the launcher said something, or ended, or stands in a stop, which
 * nobody meets yet: who is killed stands in an exit stop. */
static void
listen_to(int sync, pid_t pid)
{
	struct pollfd p = {.fd = sync, .events = POLLIN};
	siginfo_t info;

	while (poll(&p, 1, LOOK_MS) <= 0) {
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)pid, &info,
			WEXITED | WSTOPPED | WNOHANG | WNOWAIT) < 0 ||
		    info.si_pid != 0)
			return;
	}
}

int
launch_go(int sync, pid_t pid, uint64_t *ret_base)
{
	struct word w;
	ssize_t n;

	do
		n = send(sync, "g", 1, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		return -errno;
	listen_to(sync, pid);
	do
		n = recv(sync, &w, sizeof(w), MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof(w))
		return n < 0 && errno != EAGAIN ? -errno : -ECHILD;
	if (w.err != 0)
		return -w.err;
	*ret_base = w.base;
	return 0;
}

int
launch_exec_error(int sync)
{
	struct word w;
	ssize_t n = recv(sync, &w, sizeof(w), MSG_DONTWAIT);

	return n == (ssize_t)sizeof(w) ? w.err : 0;
}
