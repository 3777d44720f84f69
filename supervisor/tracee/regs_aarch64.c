/* Registers of a stopped task on aarch64.  The call's number is kept apart from
 * the registers (NT_ARM_SYSCALL). */
#include "tracee/regs.h"

#include <elf.h>
#include <errno.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif

int
regs_get(pid_t tid, struct regs *ret)
{
	struct iovec gprs = {&ret->raw, sizeof(ret->raw)};
	int nr = -1;
	struct iovec call = {&nr, sizeof(nr)};

	if (ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &gprs) < 0 ||
	    ptrace(PTRACE_GETREGSET, tid, NT_ARM_SYSTEM_CALL, &call) < 0)
		return -errno;
	ret->nr = nr;
	ret->set_nr = 0;
	return 0;
}

int
regs_set(pid_t tid, const struct regs *r)
{
	struct iovec gprs;
	int nr = (int)r->nr;
	struct iovec call = {&nr, sizeof(nr)};

	gprs.iov_base = (void *)(uintptr_t)&r->raw;
	gprs.iov_len = sizeof(r->raw);
	if (r->set_nr &&
	    ptrace(PTRACE_SETREGSET, tid, NT_ARM_SYSTEM_CALL, &call) < 0)
		return -errno;
	return ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &gprs) < 0 ? -errno
								     : 0;
}

long
regs_nr(const struct regs *r)
{
	return (long)r->nr;
}

uint64_t
regs_arg(const struct regs *r, int i)
{
	return r->raw.regs[i];
}

uint64_t
regs_ip(const struct regs *r)
{
	return r->raw.pc;
}

uint64_t
regs_sp(const struct regs *r)
{
	return r->raw.sp;
}

int64_t
regs_result(const struct regs *r)
{
	return (int64_t)r->raw.regs[0];
}

uint64_t
regs_thread(const struct regs *r)
{
	/* tpidr_el0 is not among them, and stands behind a struct pthread
	 * whose size depends on the library. */
	(void)r;
	return 0;
}

void
regs_set_nr(struct regs *r, long nr)
{
	r->nr = nr;
	r->set_nr = 1;
}

void
regs_set_arg(struct regs *r, int i, uint64_t value)
{
	r->raw.regs[i] = value;
}

void
regs_restore_arg(struct regs *r, int i, const struct regs *from)
{
	if (i > 0)
		regs_set_arg(r, i, regs_arg(from, i));
}

void
regs_set_ip(struct regs *r, uint64_t ip)
{
	r->raw.pc = ip;
}

void
regs_set_result(struct regs *r, int64_t value)
{
	r->raw.regs[0] = (uint64_t)value;
}

void
regs_skip(struct regs *r, int64_t value)
{
	regs_set_nr(r, -1);
	r->raw.regs[0] = (uint64_t)value;
}

void
regs_again(struct regs *r)
{
	/* The number is still in x8, and x0 holds the first argument. */
	regs_set_nr(r, -1);
	r->raw.pc -= regs_syscall_size();
}

void
regs_inject(struct regs *r, uint64_t ip, long nr, const uint64_t arg[6])
{
	r->raw.pc = ip;
	r->raw.regs[8] = (uint64_t)nr;
	regs_set_nr(r, -1);
	for (int i = 0; i < 6; i++)
		r->raw.regs[i] = arg[i];
}

int
regs_get_call(pid_t tid, struct regs *ret)
{
	return regs_get(tid, ret);
}

int
regs_fill(pid_t tid, struct regs *r)
{
	(void)tid;
	(void)r;
	return 0;
}

int
regs_answer(pid_t tid, struct regs *r, int64_t value)
{
	regs_skip(r, value);
	return regs_set(tid, r);
}

int
regs_pin(pid_t tid, struct regs *r, const struct regs_pin *pin)
{
	regs_set_nr(r, pin->nr);
	for (int i = 0; i < 6; i++)
		regs_set_arg(r, i, pin->arg[i]);
	regs_set_ip(r, pin->after);
	/* x17 is the linker's scratch register: a call through libc's PLT may
	 * change it, so no compiled code keeps a value in it across a call. */
	r->raw.regs[17] = pin->slot;
	return regs_set(tid, r);
}

uint64_t
regs_syscall_size(void)
{
	return 4;
}

long
regs_find_syscall(const unsigned char *code, size_t len)
{
	/* svc #0 */
	for (size_t i = 0; i + 3 < len; i += 4)
		if (code[i] == 0x01 && code[i + 1] == 0x00 &&
		    code[i + 2] == 0x00 && code[i + 3] == 0xd4)
			return (long)i;
	return -1;
}

int
regs_restarts(const struct regs *r)
{
	int64_t v = regs_result(r);

	return v == -512 || v == -513 || v == -514 || v == -516;
}
