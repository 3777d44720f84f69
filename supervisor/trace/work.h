/* Work in a new image, before its first instruction: system calls that it makes
 * by our hand. */
#ifndef PTS_TRACE_WORK_H
#define PTS_TRACE_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "tracee/regs.h"
#include "tracee/tracee.h"

struct work {
	pid_t tid;
	pid_t keeper;
	uint64_t ip;       /* of an instruction that makes a system call */
	struct regs saved; /* as its first instruction shall find them */
	uint64_t mask;     /* its blocked signals */
	bool stop_later;   /* a SIGSTOP came meanwhile */
	int status;        /* how it ended, with -ESRCH */
	const char *why;   /* with -EPERM: one phrase, why it is not run */
};

/* Lets the task go on to its next stop that we asked for, with PTRACE_SYSCALL
 * or PTRACE_CONT.  Signals are blocked, so that only SIGSTOP and SIGKILL can
 * come between.  Returns STOP_SYSCALL or STOP_SECCOMP, -ESRCH when the task
 * ended, or another -errno. */
int work_next_stop(struct work *w, bool to_syscall);

/* To the exit stop of the call that the task is in or about to make. */
int work_to_exit(struct work *w);

/* Makes one system call in the task, which is at an exit stop.  Returns 0 or
 * -errno of ours; *ret is the kernel's answer. */
int work_call(struct work *w, long nr, const uint64_t arg[6], int64_t *ret);

/* The same where argument i is a string, of at most WORK_TEXT bytes with its
 * NUL: it stands at the top of the new stack, whose bytes are put back. */
#define WORK_TEXT 64
int work_call_text(struct work *w, long nr, const uint64_t arg[6], int i,
    const char *text, int64_t *ret);

/* Opens what our descriptor fd leads to, through the keeper.  Returns as
 * work_call(). */
int work_open(struct work *w, int fd, int flags, int64_t *ret);

/* load.c: makes the image, which has its region, what the plan wants beyond
 * what the kernel made: the folder that it starts in, the program beside its
 * loader, the name by which it was run.  It is at an exit stop before and
 * after.  Returns 0; -EPERM with w->why where the image cannot be that; or as
 * work_call(). */
int load_image(struct work *w, const struct exec_plan *plan);

/* Is there anything for load_image() to do? */
bool load_needed(const struct exec_plan *plan);

#endif /* PTS_TRACE_WORK_H */
