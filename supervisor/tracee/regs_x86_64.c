/* Registers of a stopped task on x86-64. */
#include "tracee/regs.h"

#include <errno.h>
#include <stddef.h>
#include <sys/ptrace.h>

int
regs_get(pid_t tid, struct regs *ret)
{
	return ptrace(PTRACE_GETREGS, tid, 0, &ret->raw) < 0 ? -errno : 0;
}

int
regs_set(pid_t tid, const struct regs *r)
{
	return ptrace(PTRACE_SETREGS, tid, 0, &r->raw) < 0 ? -errno : 0;
}

long
regs_nr(const struct regs *r)
{
	return (long)r->raw.orig_rax;
}

/* The arguments in the order of syscall(2). */
static unsigned long long *
arg_of(struct user_regs_struct *u, int i)
{
	switch (i) {
	case 0: return (unsigned long long *)&u->rdi;
	case 1: return (unsigned long long *)&u->rsi;
	case 2: return (unsigned long long *)&u->rdx;
	case 3: return (unsigned long long *)&u->r10;
	case 4: return (unsigned long long *)&u->r8;
	default: return (unsigned long long *)&u->r9;
	}
}

uint64_t
regs_arg(const struct regs *r, int i)
{
	struct user_regs_struct *u;

	u = (struct user_regs_struct *)(uintptr_t)&r->raw;
	return *arg_of(u, i);
}

uint64_t
regs_ip(const struct regs *r)
{
	return r->raw.rip;
}

uint64_t
regs_sp(const struct regs *r)
{
	return r->raw.rsp;
}

int64_t
regs_result(const struct regs *r)
{
	return (int64_t)r->raw.rax;
}

uint64_t
regs_thread(const struct regs *r)
{
	/* glibc, musl: %fs:0 is struct pthread, and holds its own address. */
	return r->raw.fs_base;
}

void
regs_set_nr(struct regs *r, long nr)
{
	r->raw.orig_rax = (unsigned long long)nr;
}

void
regs_set_arg(struct regs *r, int i, uint64_t value)
{
	*arg_of(&r->raw, i) = value;
}

void
regs_restore_arg(struct regs *r, int i, const struct regs *from)
{
	regs_set_arg(r, i, regs_arg(from, i));
}

void
regs_set_ip(struct regs *r, uint64_t ip)
{
	r->raw.rip = ip;
}

void
regs_set_result(struct regs *r, int64_t value)
{
	r->raw.rax = (unsigned long long)value;
}

void
regs_skip(struct regs *r, int64_t value)
{
	/* seccomp(2), SECCOMP_RET_TRACE: a number of -1 skips the call, and
	 * the job sees the return register as the tracer left it. */
	r->raw.orig_rax = (unsigned long long)-1;
	r->raw.rax = (unsigned long long)value;
}

void
regs_again(struct regs *r)
{
	regs_skip(r, (int64_t)r->raw.orig_rax);
	r->raw.rip -= regs_syscall_size();
}

void
regs_set_stub_slot(struct regs *r, uint64_t slot)
{
	/* The kernel leaves rcx as it stands in pt_regs: it returns by iret
	 * when rcx is not the return address (arch/x86/entry/entry_64.S). */
	r->raw.rcx = slot;
}

void
regs_inject(struct regs *r, uint64_t ip, long nr, const uint64_t arg[6])
{
	r->raw.rip = ip;
	r->raw.rax = (unsigned long long)nr;
	/* Not in a system call any more: nothing to restart. */
	r->raw.orig_rax = (unsigned long long)-1;
	for (int i = 0; i < 6; i++)
		*arg_of(&r->raw, i) = arg[i];
}

uint64_t
regs_syscall_size(void)
{
	return 2;
}

long
regs_find_syscall(const unsigned char *code, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++)
		if (code[i] == 0x0f && code[i + 1] == 0x05)
			return (long)i;
	return -1;
}

int
regs_restarts(const struct regs *r)
{
	/* include/linux/errno.h: ERESTARTSYS 512, ERESTARTNOINTR 513,
	 * ERESTARTNOHAND 514, ERESTART_RESTARTBLOCK 516. */
	int64_t v = regs_result(r);

	return v == -512 || v == -513 || v == -514 || v == -516;
}
