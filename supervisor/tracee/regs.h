/* A stopped task's registers, by architecture (regs_x86_64.c, regs_aarch64.c).
 */
#ifndef PTS_TRACEE_REGS_H
#define PTS_TRACEE_REGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

#if defined(__x86_64__)
struct regs {
	struct user_regs_struct raw;
	bool partial; /* see regs_get_call() */
};
#elif defined(__aarch64__)
struct regs {
	struct user_regs_struct raw;
	int64_t nr; /* NT_ARM_SYSCALL */
	int64_t set_nr;
};
#else
#error "ptsandbox runs on x86-64 and aarch64"
#endif

/* Reads all registers of a stopped task.  Returns 0 or -errno (-ESRCH: it is
 * not stopped any more, it was killed). */
int regs_get(pid_t tid, struct regs *ret);
int regs_set(pid_t tid, const struct regs *r);

/* The same of a task that is stopped at the filter, but perhaps no more than
 * the number and arguments of its call, and the pointers of its instruction and
 * stack: what else there is stands in *ret only after regs_fill(). */
int regs_get_call(pid_t tid, struct regs *ret);
int regs_fill(pid_t tid, struct regs *r);

/* The task, stopped at the filter as *r tells, does not make its call; the
 * result is `value`.  Returns as regs_set(). */
int regs_answer(pid_t tid, struct regs *r, int64_t value);

/* What it makes instead, and where it goes on: in the stub, at `after`, where
 * the register for that points to its slot; or at `by_arg`, where its sixth
 * argument does, which the call has not (0: it has). */
struct regs_pin {
	long nr;
	const uint64_t *arg; /* six */
	uint64_t after, by_arg;
	uint64_t slot;
};
int regs_pin(pid_t tid, struct regs *r, const struct regs_pin *pin);

long regs_nr(const struct regs *r);
uint64_t regs_arg(const struct regs *r, int i);
uint64_t regs_ip(const struct regs *r);
uint64_t regs_sp(const struct regs *r);
int64_t regs_result(const struct regs *r);

/* What pthread_self(3) is in the stopped task, or 0 where its registers do not
 * tell. */
uint64_t regs_thread(const struct regs *r);

void regs_set_nr(struct regs *r, long nr);
void regs_set_arg(struct regs *r, int i, uint64_t value);

/* Gives argument i back as it stood in `from`, but for a register in which the
 * result is (aarch64: x0). */
void regs_restore_arg(struct regs *r, int i, const struct regs *from);
void regs_set_ip(struct regs *r, uint64_t ip);
void regs_set_result(struct regs *r, int64_t value);

/* The call is not made; its result is `value`. */
void regs_skip(struct regs *r, int64_t value);

/* The call is not made; the task makes it anew when it goes on. */
void regs_again(struct regs *r);

/* Makes the task, stopped at a syscall exit, execute the `syscall` instruction
 * at ip with these. */
void regs_inject(struct regs *r, uint64_t ip, long nr, const uint64_t arg[6]);

/* Bytes of the instruction that makes a system call. */
uint64_t regs_syscall_size(void);

/* The first system call instruction in some code; returns its offset or -1. */
long regs_find_syscall(const unsigned char *code, size_t len);

/* Does this result ask the kernel to restart the call (ERESTARTSYS and kin)? */
int regs_restarts(const struct regs *r);

#endif /* PTS_TRACEE_REGS_H */
