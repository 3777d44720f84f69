/*
 * The code of the stub page, aarch64.  See stub_x86_64.S; the slot is found
 * through x17, which the linker's veneers may change at any call.
 */
#include "region_const.h"

	.section .rodata
	.globl stub_code, stub_layout
	.balign 16
stub_code:
	svc #0
stub_call_after:
	/* x0 is the result. */
	ldr x1, [x17, #8]
	ldp x2, x3, [x17, #16]
	ldp x4, x5, [x17, #32]
	ldr x17, [x17, #48]
	br x17
stub_call_end:

/* As stub_x86_64.S: x8 mprotect or mmap; x0 slots, x1 size, x2 PROT_READ,
 * x3 flags, x4 the descriptor, x5 1 (seal), 0, or the offset. */
	.balign 16
stub_setup:
	mov x6, x0
	svc #0
	cmn x0, #4095
	b.cs 2f
	cmp x5, #1
	b.ne 1f
	sub x0, x6, #4096
	add x1, x1, #4096
	mov x2, #0
	mov x8, #462			/* mseal(base, whole size, 0) */
	svc #0
	cbnz x0, 2f
1:	mov x0, x4
	mov x8, #57			/* close(fd) */
	svc #0
2:	mov x8, #STUB_DONE
	svc #0
stub_setup_done:
	brk #0

/* As stub_x86_64.S; the clock is in x4. */
	.balign 16
stub_park:
	adr x0, stub_park_time
	mov x1, #0
	mov x8, #101			/* nanosleep(0.1 s) */
	svc #0
	mov x0, x4
	mov x1, #0
	mov x8, #114			/* clock_getres(x4, NULL) */
	svc #0
	cbz x0, stub_park
	mov x0, #125
	mov x8, #94			/* exit_group(125) */
	svc #0
	brk #0
	.balign 8
stub_park_time:
	.quad 0, 100000000
stub_code_end:

/* struct stub_layout of region.h */
	.balign 8
stub_layout:
	.quad stub_call_after - stub_code
	.quad stub_call_after - stub_code	/* no other way in */
	.quad stub_call_end - stub_code
	.quad stub_setup - stub_code
	.quad stub_setup_done - stub_code
	.quad stub_park - stub_code
	.quad stub_code_end - stub_code

	.section .note.GNU-stack, "", %progbits
