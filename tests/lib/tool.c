/* The program that attacks try to run: exits with TOOL_CODE, one more when its
 * first argument starts with 'b'.  Free of libc, so that it also runs as the
 * PT_INTERP of another program, and starts quickly in duels. */
__asm__(".globl _start\n"
	"_start:\n"
	"	mov $" TOOL_CODE ", %edi\n"
	"	cmpl $2, (%rsp)\n"
	"	jb 1f\n"
	"	mov 16(%rsp), %rax\n"
	"	cmpb $'b', (%rax)\n"
	"	jne 1f\n"
	"	inc %edi\n"
	"1:	mov $231, %eax\n"
	"	syscall\n");
