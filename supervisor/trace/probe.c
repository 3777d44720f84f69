/* What tracing can do here.  A version or an option of the kernel would not
 * tell: containers and security modules forbid what it has.  So a child does
 * what a job's first process does, and we do to it what the loop does. */
#include "trace/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "trace/trace.h"
#include "tracee/ptrace_nr.h"
#include "tracee/stop.h"

/* No probe waits longer than this, whatever becomes of the child. */
#define PATIENCE_S 10

/* What is read and written in the child, at the same address as here. */
static volatile long word;

enum {
	WORD_BEFORE = 0x70747300,
	WORD_AFTER = 0x70747301
};

/* getppid(2) stops, everything else passes. */
static int
install_filter(void)
{
	struct sock_filter code[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return errno;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		   SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) < 0
	    ? errno
	    : 0;
}

static void __attribute__((noreturn)) child(int sync)
{
	char go;
	int err;

	alarm(PATIENCE_S);
	if (read(sync, &go, 1) != 1)
		_exit(0);
	err = install_filter();
	if (write(sync, &err, sizeof(err)) == (ssize_t)sizeof(err) && err == 0)
		(void)syscall(SYS_getppid);
	_exit(0);
}

static int
tried(bool good)
{
	return good ? 0 : errno;
}

static int
write_proc_mem(pid_t pid)
{
	const long before = WORD_BEFORE;
	char name[32];
	cleanup_fd int fd = -1;

	snprintf(name, sizeof(name), "/proc/%d/mem", (int)pid);
	fd = open(name, O_RDWR | O_CLOEXEC);
	return tried(fd >= 0 &&
	    pwrite(fd, &before, sizeof(before), (off_t)(uintptr_t)&word) ==
		(ssize_t)sizeof(before));
}

static int
read_link(pid_t pid)
{
	char name[32], to[16];

	snprintf(name, sizeof(name), "/proc/%d/exe", (int)pid);
	return tried(readlink(name, to, sizeof(to)) > 0);
}

/* The child stands at the filter's stop. */
static void
at_stop(pid_t pid, struct trace_probe *ret)
{
	struct __ptrace_syscall_info info;
	long there = 0, after = WORD_AFTER;
	void *at = (void *)(uintptr_t)&word;
	struct iovec local = {&there, sizeof(there)};
	struct iovec from = {&after, sizeof(after)};
	struct iovec remote = {at, sizeof(there)};

	ret->info = tried(
	    ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) > 0);
	if (ret->info == 0)
		ret->set_info = tried(ptrace(PTRACE_SET_SYSCALL_INFO, pid,
					  sizeof(info), &info) == 0);
	ret->write = tried(process_vm_writev(pid, &from, 1, &remote, 1, 0) > 0);
	ret->read = tried(process_vm_readv(pid, &local, 1, &remote, 1, 0) > 0);
	/* Calls that say yes and do nothing are of no use. */
	if (ret->read == 0 && ret->write == 0 && there != WORD_AFTER)
		ret->read = EIO;
	ret->proc_mem = write_proc_mem(pid);
	ret->poke = tried(ptrace(PTRACE_POKEDATA, pid, at, after) == 0);
	ret->proc = read_link(pid);
}

/* Follows the child, which was seized, to the stop and beyond.  Returns whether
 * it is still there. */
static bool
follow(pid_t pid, int sync, struct trace_probe *ret)
{
	int err, status;

	if (write(sync, "g", 1) != 1 ||
	    read(sync, &err, sizeof(err)) != (ssize_t)sizeof(err)) {
		ret->filter = ECHILD;
		return true;
	}
	ret->filter = err;
	if (err != 0)
		return true;
	while (waitpid(pid, &status, __WALL) < 0)
		if (errno != EINTR)
			return false;
	if (!WIFSTOPPED(status)) {
		ret->stop = ENOSYS;
		return false;
	}
	ret->stop = stop_of(status) == STOP_SECCOMP ? 0 : ENOSYS;
	if (ret->stop == 0)
		at_stop(pid, ret);
	return true;
}

/* A stop may be reported once more before the end is. */
static void
end(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	for (;;) {
		pid_t got = waitpid(pid, &status, __WALL);

		if (got < 0 ? errno != EINTR : !WIFSTOPPED(status))
			return;
	}
}

void
trace_probe(struct trace_probe *ret)
{
	const struct trace_options plain = {0};
	int pair[2];
	pid_t pid;

	*ret = (struct trace_probe){-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
	word = WORD_BEFORE;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		ret->seize = errno;
		return;
	}
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		child(pair[1]);
	}
	close(pair[1]);
	ret->seize = pid < 0 ? errno : -trace_seize(pid, &plain);
	if (pid > 0) {
		if (ret->seize != 0 || follow(pid, pair[0], ret))
			end(pid);
	}
	close(pair[0]);
}
