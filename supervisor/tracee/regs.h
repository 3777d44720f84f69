/* A stopped task's registers, by architecture (regs_x86_64.c, regs_aarch64.c).
 */
#ifndef PTS_TRACEE_REGS_H
#define PTS_TRACEE_REGS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

#if defined(__x86_64__)
struct regs {
	struct user_regs_struct raw;
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

/* The register in which the stub finds its slot. */
void regs_set_stub_slot(struct regs *r, uint64_t slot);

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
