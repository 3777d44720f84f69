/* System calls that a new image makes by our hand. */
#include "trace/work.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "tracee/mem.h"
#include "tracee/stop.h"

int
work_next_stop(struct work *w, bool to_syscall)
{
	for (;;) {
		enum stop stop;

		if (ptrace(to_syscall ? PTRACE_SYSCALL : PTRACE_CONT, w->tid, 0,
			0) < 0 &&
		    errno != ESRCH)
			return -errno;
		do {
			if (waitpid(w->tid, &w->status, __WALL) >= 0)
				break;
			if (errno != EINTR)
				return -errno;
		} while (1);
		stop = stop_of(w->status);
		if (stop == STOP_EXITED || stop == STOP_KILLED)
			return -ESRCH;
		if (stop == STOP_SIGNAL && WSTOPSIG(w->status) == SIGSTOP)
			w->stop_later = true;
		else if (stop == STOP_SYSCALL || stop == STOP_SECCOMP)
			return (int)stop;
		/* Anything else is of no meaning here: go on. */
	}
}

int
work_to_exit(struct work *w)
{
	for (;;) {
		struct __ptrace_syscall_info info;
		int stop = work_next_stop(w, true);

		if (stop < 0)
			return stop;
		if (stop != STOP_SYSCALL)
			continue;
		if (ptrace(PTRACE_GET_SYSCALL_INFO, w->tid, sizeof(info),
			&info) < 0)
			return -errno;
		if (info.op == PTRACE_SYSCALL_INFO_EXIT)
			return 0;
	}
}

int
work_call(struct work *w, long nr, const uint64_t arg[6], int64_t *ret)
{
	struct regs r = w->saved;
	int err;

	regs_inject(&r, w->ip, nr, arg);
	err = regs_set(w->tid, &r);
	if (err == 0)
		err = work_to_exit(w);
	if (err == 0)
		err = regs_get(w->tid, &r);
	if (err == 0)
		*ret = regs_result(&r);
	return err;
}

int
work_call_text(struct work *w, long nr, const uint64_t arg[6], int i,
    const char *text, int64_t *ret)
{
	/* Below it there need not be a page yet; and no stack is so short that
	 * an auxiliary vector fits in but not this. */
	uint64_t at = regs_sp(&w->saved), with[6];
	char saved[WORK_TEXT];
	size_t len = strlen(text) + 1;
	int err;

	memcpy(with, arg, sizeof(with));
	with[i] = at;
	err = len <= sizeof(saved) ? mem_read(w->tid, at, saved, len) : -EINVAL;
	if (err == 0)
		err = mem_write(w->tid, at, text, len);
	if (err == 0)
		err = work_call(w, nr, with, ret);
	if (err == 0)
		err = mem_write(w->tid, at, saved, len);
	return err;
}

int
work_open(struct work *w, int fd, int flags, int64_t *ret)
{
	uint64_t arg[6] = {(uint64_t)AT_FDCWD, 0,
	    (uint64_t)(flags | O_CLOEXEC)};
	char name[48];

	snprintf(name, sizeof(name), "/proc/%d/fd/%d", (int)w->keeper, fd);
	return work_call_text(w, SYS_openat, arg, 1, name, ret);
}
