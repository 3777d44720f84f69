/* System calls as such.  What comes out of a birth must not touch the C
 * library: it may share the memory of its parent, or have no thread block. */
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fuzz/calls/calls.h"

/* How many calls a child makes. */
#define CHILD_CALLS 24

static _Atomic uint64_t births;

long
raw_call(const struct wish *w)
{
	register uint64_t r10 __asm__("r10") = w->arg[3];
	register uint64_t r8 __asm__("r8") = w->arg[4];
	register uint64_t r9 __asm__("r9") = w->arg[5];
	long r;

	__asm__ volatile("syscall"
			 : "=a"(r)
			 : "a"(w->nr), "D"(w->arg[0]), "S"(w->arg[1]),
			 "d"(w->arg[2]), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return r;
}

static void
raw_exit(int status)
{
	struct wish w = {SYS_exit, {(uint64_t)status}};

	for (;;)
		raw_call(&w);
}

/* The life of a child; called by raw_birth(). */
__attribute__((noreturn, used)) void raw_child(void);

void
raw_child(void)
{
	struct dice d = {atomic_fetch_add(&births, 1) * 0x9e37 + 1};
	struct itimerval soon = {
	    {0, 0     },
            {0, 200000}
        };
	struct wish w = {
	    SYS_setitimer, {ITIMER_REAL, (uintptr_t)&soon, 0, 0, 0, 0}
        };
	struct pages p;

	raw_call(&w);
	if (pages_make(&p)) {
		for (int i = 0; i < CHILD_CALLS; i++) {
			wish_any(&w, &p, &d);
			/* No grandchildren: their number would grow. */
			if (w.nr != SYS_clone && w.nr != SYS_clone3 &&
			    w.nr != SYS_fork && w.nr != SYS_vfork)
				raw_call(&w);
		}
	}
	raw_exit(0);
	__builtin_unreachable();
}

long
raw_birth(const struct wish *w)
{
	register uint64_t r10 __asm__("r10") = w->arg[3];
	register uint64_t r8 __asm__("r8") = w->arg[4];
	register uint64_t r9 __asm__("r9") = w->arg[5];
	long r;

	__asm__ volatile("syscall\n\t"
			 "test %%rax, %%rax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "and $-16, %%rsp\n\t"
			 "sub $512, %%rsp\n\t"
			 "call raw_child\n\t"
			 "1:"
			 : "=a"(r)
			 : "a"(w->nr), "D"(w->arg[0]), "S"(w->arg[1]),
			 "d"(w->arg[2]), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory", "cc");
	return r;
}

void
raw_foreign(struct dice *d)
{
	uint64_t nr = below(d, 480), x = dice_next(d);
	bool x32 = one_in(d, 2);
	pid_t pid = fork();
	struct wish w = {
	    (long)(nr | 0x40000000), {x, x, x, x, x, x}
        };
	long r;

	if (pid == 0) {
		alarm(1);
		if (x32)
			raw_call(&w);
		else
			__asm__ volatile("int $0x80"
					 : "=a"(r)
					 : "a"(nr), "b"(x), "c"(x), "d"(x)
					 : "memory", "r8", "r9", "r10", "r11");
		raw_exit(0);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}
