/* Registers of a stopped task on x86-64.  PTRACE_GETREGS and PTRACE_SETREGS
 * carry all of them one by one, and cost twice as much as the requests that
 * name what a stop at the filter is about. */
#include "tracee/regs.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>

#include "tracee/ptrace_nr.h"

/* The kernel was found not to have it. */
static atomic_bool no_set_info;

int
regs_get(pid_t tid, struct regs *ret)
{
	if (ptrace(PTRACE_GETREGS, tid, 0, &ret->raw) < 0)
		return -errno;
	ret->partial = false;
	return 0;
}

int
regs_set(pid_t tid, const struct regs *r)
{
	assert(!r->partial);
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
regs_inject(struct regs *r, uint64_t ip, long nr, const uint64_t arg[6])
{
	r->raw.rip = ip;
	r->raw.rax = (unsigned long long)nr;
	/* Not in a system call any more: nothing to restart. */
	r->raw.orig_rax = (unsigned long long)-1;
	for (int i = 0; i < 6; i++)
		*arg_of(&r->raw, i) = arg[i];
}

int
regs_get_call(pid_t tid, struct regs *ret)
{
	struct __ptrace_syscall_info info;

	/* Who cannot set them so needs them all for a pin. */
	if (no_set_info)
		return regs_get(tid, ret);
	if (ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info) < 0)
		return -errno;
	/* It stands elsewhere: it was killed. */
	if (info.op != PTRACE_SYSCALL_INFO_SECCOMP)
		return -ESRCH;
	memset(ret, 0, sizeof(*ret));
	ret->partial = true;
	ret->raw.rip = info.instruction_pointer;
	ret->raw.rsp = info.stack_pointer;
	ret->raw.orig_rax = info.seccomp.nr;
	for (int i = 0; i < 6; i++)
		*arg_of(&ret->raw, i) = info.seccomp.args[i];
	return 0;
}

int
regs_fill(pid_t tid, struct regs *r)
{
	return r->partial ? regs_get(tid, r) : 0;
}

/* Sets the register that stands at this offset of user_regs_struct. */
static int
poke(pid_t tid, size_t at, uint64_t value)
{
	return ptrace(PTRACE_POKEUSER, tid, at, value) < 0 ? -errno : 0;
}

#define POKE(tid, name, value)                                                 \
	poke((tid), offsetof(struct user_regs_struct, name), (value))

int
regs_answer(pid_t tid, struct regs *r, int64_t value)
{
	int err;

	regs_skip(r, value);
	err = POKE(tid, rax, r->raw.rax);
	return err == 0 ? POKE(tid, orig_rax, r->raw.orig_rax) : err;
}

/* Pins without a look at the other registers. */
static int
pin_call(pid_t tid, const struct regs_pin *pin)
{
	struct __ptrace_syscall_info info;
	bool by_arg = pin->by_arg != 0;
	struct regs now;
	int err;

	memset(&info, 0, sizeof(info));
	info.op = PTRACE_SYSCALL_INFO_SECCOMP;
	info.seccomp.nr = (uint64_t)pin->nr;
	for (int i = 0; i < 6; i++)
		info.seccomp.args[i] = pin->arg[i];
	if (by_arg)
		info.seccomp.args[5] = pin->slot;
	if (ptrace(PTRACE_SET_SYSCALL_INFO, tid, sizeof(info), &info) < 0) {
		err = -errno;
		/* Killed, it stands in its exit stop, and makes no call. */
		if (err == -EINVAL && regs_get_call(tid, &now) == -ESRCH)
			err = -ESRCH;
		return err;
	}
	err = POKE(tid, rip, by_arg ? pin->by_arg : pin->after);
	return err != 0 || by_arg ? err : POKE(tid, rcx, pin->slot);
}

int
regs_pin(pid_t tid, struct regs *r, const struct regs_pin *pin)
{
	int err = no_set_info ? -EIO : pin_call(tid, pin);

	if (err == 0 || err == -ESRCH)
		return err;
	no_set_info = true;
	err = regs_fill(tid, r);
	if (err != 0)
		return err;
	regs_set_nr(r, pin->nr);
	for (int i = 0; i < 6; i++)
		regs_set_arg(r, i, pin->arg[i]);
	regs_set_ip(r, pin->after);
	/* The kernel leaves rcx as it stands in pt_regs: it returns by iret
	 * when rcx is not the return address (arch/x86/entry/entry_64.S). */
	r->raw.rcx = pin->slot;
	return regs_set(tid, r);
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
