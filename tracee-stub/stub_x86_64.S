/*
 * The code of the stub page, x86-64.  It is copied into the region and runs in
 * the job: a convenience of the job, never trusted by the supervisor.
 *
 * stub_code: a pinned call returns behind this `syscall` with rcx pointing to
 * its slot (struct slot_regs in region.h).  The call's six argument registers
 * are given back and the job goes on where it made the call.  System calls
 * change rax, rcx and r11 only, so that is all the job could know.  A call that
 * the kernel restarts meets the `syscall` itself, and is judged again.
 *
 * stub_by_arg: the same for a call that has no sixth argument: r9 points to the
 * slot, so that the supervisor has one register less to set.
 */
#include "region_const.h"

	.section .rodata
	.globl stub_code, stub_layout
	.balign 16
stub_code:
	syscall
stub_call_after:
	movq 0(%rcx), %rdi
	movq 8(%rcx), %rsi
	movq 16(%rcx), %rdx
	movq 24(%rcx), %r10
	movq 32(%rcx), %r8
	movq 40(%rcx), %r9
	jmpq *48(%rcx)
stub_by_arg:
	syscall
stub_by_arg_after:
	movq %r9, %rcx
	jmp stub_call_after
stub_call_end:

/*
 * stub_setup: run once in a new image, before its first instruction, by the
 * supervisor's hand.  It takes execution away from the slots, or maps them
 * behind the stub; seals the whole; closes the descriptor; and reports (rdi: 0
 * or a negative errno) by a call that stops.
 *   rax: mprotect, on a region that is mapped whole: rdi slots, rsi size,
 *        rdx PROT_READ; r8 the descriptor, r9 1 (seal) or 0.
 *   rax: mmap, where only the stub is mapped: rdi slots, rsi size,
 *        rdx PROT_READ, r10 flags, r8 the descriptor, r9 offset (no seal).
 */
	.balign 16
stub_setup:
	syscall
	cmpq $-4096, %rax
	ja 2f
	cmpq $1, %r9
	jne 1f
	subq $4096, %rdi
	addq $4096, %rsi
	xorl %edx, %edx
	movl $462, %eax			/* mseal(base, whole size, 0) */
	syscall
	testq %rax, %rax
	jnz 2f
1:	movq %r8, %rdi
	movl $3, %eax			/* close(fd) */
	syscall
2:	movq %rax, %rdi
	movl $STUB_DONE, %eax
	syscall
stub_setup_done:
	hlt

/*
 * stub_park: where a process waits while it changes hands between two threads
 * of the supervisor, with signals blocked and nobody to stop its calls.  Should
 * the supervisor die meanwhile, it ends by itself: r8 is the supervisor's CPU
 * clock, which the kernel knows as long as there is one (clock_getres(2)).
 */
	.balign 16
stub_park:
	leaq stub_park_time(%rip), %rdi
	xorl %esi, %esi
	movl $35, %eax			/* nanosleep(0.1 s) */
	syscall
	movq %r8, %rdi
	movl $229, %eax			/* clock_getres(r8, NULL) */
	syscall
	testq %rax, %rax
	jz stub_park
	movl $125, %edi
	movl $231, %eax			/* exit_group(125) */
	syscall
	hlt
	.balign 8
stub_park_time:
	.quad 0, 100000000
stub_code_end:

/* struct stub_layout of region.h */
	.balign 8
stub_layout:
	.quad stub_call_after - stub_code
	.quad stub_by_arg_after - stub_code
	.quad stub_call_end - stub_code
	.quad stub_setup - stub_code
	.quad stub_setup_done - stub_code
	.quad stub_park - stub_code
	.quad stub_code_end - stub_code

	.section .note.GNU-stack, "", @progbits
