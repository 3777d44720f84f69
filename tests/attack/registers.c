/* attack: learn from the registers after a mediated call where the supervisor
 *   keeps what it judged, or have the program go on with its values
 * source: ptrace(2), syscall-stops and registers; sigreturn(2)
 * stops: a pinned call gives all registers back before the job goes on, and a
 *   signal's frame holds the job's own
 * variants: after signal
 * bare: refused (the kernel keeps them)
 * expect: ENODATA
 * audit: any
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/ucontext.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifdef __x86_64__

static struct target t;
static const char *path;

static int
inside(unsigned long value)
{
	return !t.ours && value >= (unsigned long)t.base &&
	    value < (unsigned long)t.base + t.len;
}

/* openat, with a mark in each register that the call does not take. */
static long
open_marked(unsigned long reg[6])
{
	register unsigned long a asm("rdi") = (unsigned long)AT_FDCWD;
	register unsigned long b asm("rsi") = (unsigned long)path;
	register unsigned long c asm("rdx") = O_RDONLY;
	register unsigned long d asm("r10") = 0;
	register unsigned long e asm("r8") = 0x1111;
	register unsigned long f asm("r9") = 0x2222;
	long r = SYS_openat;

	asm volatile("syscall"
		     : "+a"(r), "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e),
		     "+r"(f)
		     :
		     : "rcx", "r11", "memory");
	reg[0] = a;
	reg[1] = b;
	reg[2] = c;
	reg[3] = d;
	reg[4] = e;
	reg[5] = f;
	return r;
}

static void
check(const unsigned long reg[6])
{
	if (reg[0] != (unsigned long)AT_FDCWD ||
	    reg[1] != (unsigned long)path || reg[2] != O_RDONLY ||
	    reg[3] != 0 || reg[4] != 0x1111 || reg[5] != 0x2222)
		won("a register is not as it was");
}

static void
handler(int sig, siginfo_t *info, void *context)
{
	static const int shown[] = {REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8,
	    REG_R9, REG_RIP, REG_RAX};
	const greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig;
	(void)info;
	/* Not rcx: any system call changes it. */
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (inside((unsigned long)reg[shown[i]]))
			won("the frame leads into the region");
}

static void *
open_other_end(void *fifo)
{
	usleep(1000);
	pthread_kill(*(pthread_t *)fifo, SIGUSR1);
	usleep(1000);
	close(open(at("a/fifo"), O_WRONLY));
	return NULL;
}

/* The signal comes while the pinned open sleeps. */
static void
signalled(void)
{
	struct sigaction sa = {.sa_sigaction = handler,
	    .sa_flags = SA_SIGINFO | SA_RESTART};
	pthread_t self = pthread_self(), other;
	unsigned long reg[6];

	must(mkfifo(at("a/fifo"), 0600), "mkfifo");
	must(sigaction(SIGUSR1, &sa, NULL), "sigaction");
	path = at("a/fifo");
	for (int i = 0; i < 20; i++) {
		pthread_create(&other, NULL, open_other_end, &self);
		close((int)must(open_marked(reg), "open"));
		check(reg);
		pthread_join(other, NULL);
	}
}

void
attack(int argc, char **argv)
{
	unsigned long reg[6];

	(void)argc;
	(void)argv;
	t = region(0x02 | 0x20);
	if (is("signal")) {
		signalled();
	} else {
		path = at("a/f");
		close((int)must(open_marked(reg), "open"));
		check(reg);
		path = at("b/f");
		if (open_marked(reg) >= 0 && !t.ours)
			broken("open");
		check(reg);
	}
	errno = ENODATA;
	lost("nothing leads to the region");
}

#else

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	cannot("written for x86-64");
}

#endif
