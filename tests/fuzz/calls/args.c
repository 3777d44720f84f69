/* Which call, and with what: by the catalogue's own words on its arguments, or
 * by no words at all. */
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "catalog/catalog.h"
#include "catalog/nr.h"
#include "tests/fuzz/calls/calls.h"

uint64_t
any_number(struct dice *d)
{
	static const uint64_t odd[] = {0, 1, 2, 3, 4, 7, 8, 15, 16, 255, 256,
	    4095, 4096, 65535, 65536, INT_MAX, (uint64_t)INT_MAX + 1, UINT_MAX,
	    (uint64_t)UINT_MAX + 1, INT64_MAX, UINT64_MAX, UINT64_MAX - 1,
	    0x8000000000000000ull};

	switch (below(d, 4)) {
	case 0: return PICK(d, odd);
	case 1: return 1ull << below(d, 64);
	case 2: return below(d, 64);
	default: return dice_next(d) >> below(d, 64);
	}
}

uint64_t
any_length(struct dice *d)
{
	return one_in(d, 3) ? any_number(d) : below(d, 256);
}

int
any_fd(struct dice *d)
{
	static const int odd[] = {-1, AT_FDCWD, -2, INT_MIN, INT_MAX, 63, 64,
	    1023, 0, 1, 2};

	return one_in(d, 12) ? PICK(d, odd) : (int)(3 + below(d, 36));
}

uint64_t
open_flags(struct dice *d)
{
	static const uint64_t bits[] = {O_CREAT, O_EXCL, O_TRUNC, O_APPEND,
	    O_DIRECTORY, O_NOFOLLOW, O_PATH, O_TMPFILE, O_CLOEXEC, O_NOATIME,
	    O_DIRECT, O_SYNC, O_ASYNC, O_NOCTTY, O_CREAT};
	uint64_t flags = below(d, 4) | O_NONBLOCK;

	for (uint64_t n = below(d, 4); n > 0; n--)
		flags |= PICK(d, bits);
	return one_in(d, 16) ? flags | dice_next(d) : flags;
}

uint64_t
clone_flags(struct dice *d)
{
	static const uint64_t usual[] = {SIGCHLD, SIGCHLD,
	    CLONE_VFORK | CLONE_VM | SIGCHLD,
	    CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
		CLONE_SYSVSEM,
	    CLONE_FILES | SIGCHLD, CLONE_FS | SIGCHLD, CLONE_PARENT | SIGCHLD,
	    CLONE_VM | SIGCHLD, CLONE_UNTRACED | SIGCHLD,
	    CLONE_PTRACE | SIGCHLD, CLONE_PIDFD | SIGCHLD, CLONE_NEWUSER,
	    CLONE_NEWNS | SIGCHLD, CLONE_NEWPID | SIGCHLD};

	/* A thread block of its own would only end it. */
	return (PICK(d, usual) ^ (one_in(d, 6) ? 1ull << below(d, 33) : 0)) &
	    ~(uint64_t)CLONE_SETTLS;
}

static uint64_t
any_pid(struct dice *d)
{
	switch (below(d, 10)) {
	case 0: return (uint64_t)world.outside;
	case 1: return (uint64_t)world.supervisor;
	case 2: return (uint64_t)-world.outside;
	case 3: return 1;
	case 4: return (uint64_t)getpid() + below(d, 4);
	case 5: return one_in(d, 16) ? UINT64_MAX : any_number(d);
	case 6:
	case 7: return (uint64_t)getpid();
	default: return 0;
	}
}

static uint64_t
at_flags(struct dice *d)
{
	static const uint64_t bits[] = {AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR,
	    AT_SYMLINK_FOLLOW, AT_NO_AUTOMOUNT, AT_EMPTY_PATH, AT_EACCESS};

	if (one_in(d, 16))
		return dice_next(d);
	return one_in(d, 2) ? 0 : PICK(d, bits) | PICK(d, bits);
}

static uint64_t
command(struct dice *d, long nr)
{
	static const uint64_t requests[] = {TCGETS, TIOCGWINSZ, TIOCSTI,
	    TIOCLINUX, FIONREAD, FIONBIO, FIOASYNC, FIOSETOWN, SIOCSPGRP,
	    SIOCGIFCONF, TIOCSPGRP, TIOCSCTTY, TIOCNOTTY};

	switch (nr) {
	case SYS_ioctl: return one_in(d, 3) ? any_number(d) : PICK(d, requests);
	case SYS_fcntl:
		return one_in(d, 3) ? 1024 + below(d, 16) : below(d, 40);
	case SYS_prctl: return one_in(d, 8) ? any_number(d) : below(d, 72);
	case SYS_socket:
	case SYS_socketpair:
		return one_in(d, 4) ? below(d, 48) : 1 + below(d, 2);
	}
	return any_number(d);
}

/* Memory, with what the call looks for in it. */
static uint64_t
memory(struct wish *w, struct pages *p, struct dice *d, const struct arg *a)
{
	uint64_t *len = a->ref >= 0 ? &w->arg[a->ref] : &(uint64_t){0};
	unsigned char *at;

	if (one_in(d, 10))
		return pages_address(p, d);
	if (a->role == R_SADDR)
		return make_sockaddr(p, d, len);
	switch (w->nr) {
	case SYS_openat2: return make_open_how(p, d, len);
	case SYS_clone3: return make_clone_args(p, d, len);
	case SYS_execve:
	case SYS_execveat: return make_strings(p, d);
	case SYS_sendmsg:
	case SYS_recvmsg: return make_msghdr(p, d, 1);
	case SYS_sendmmsg:
	case SYS_recvmmsg: return make_msghdr(p, d, 4);
	case SYS_readv:
	case SYS_writev:
	case SYS_preadv:
	case SYS_pwritev:
	case SYS_vmsplice: return make_iovec(p, d, 4);
	case SYS_utimensat:
	case SYS_ppoll:
	case SYS_nanosleep:
	case SYS_clock_nanosleep:
	case SYS_timerfd_settime: return make_time(p, d);
	}
	at = pages_room(p, d, 128);
	if (a->role == R_IN)
		pages_fill(p, d, at, 128);
	return (uintptr_t)at;
}

static uint64_t
argument(struct wish *w, struct pages *p, struct dice *d, const struct arg *a)
{
	uint64_t high = one_in(d, 24) ? dice_next(d) << 32 : 0;

	switch (a->role) {
	case R_FD: return high | (uint32_t)any_fd(d);
	case R_DIRFD:
		return high | (uint32_t)(one_in(d, 2) ? AT_FDCWD : any_fd(d));
	case R_PATH:
	case R_TEXT: return name_any(p, d);
	case R_OFLAGS: return high | open_flags(d);
	case R_ATFLAGS: return high | at_flags(d);
	case R_MODE:
		return high | below(d, 010000) |
		    (one_in(d, 2) ? below(d, 16) << 12 : 0);
	case R_IN:
	case R_OUT:
	case R_SADDR: return memory(w, p, d, a);
	case R_LEN: return any_length(d);
	case R_PID: return any_pid(d);
	case R_SIGNAL: return one_in(d, 8) ? any_number(d) : below(d, 65);
	case R_ADDR: return pages_address(p, d);
	case R_NONE: return dice_next(d);
	case R_NUM: break;
	}
	return high | command(d, w->nr);
}

/* Calls after which a worker is of no more use: seldom. */
static bool
wanted(struct dice *d, long nr)
{
	switch (nr) {
	case SYS_exit:
	case SYS_exit_group:
	case SYS_rt_sigreturn:
	case SYS_execve:
	case SYS_execveat:
	case SYS_sync:
	case SYS_syncfs: return one_in(d, 100);
	case SYS_pause:
	case SYS_rt_sigsuspend:
	case SYS_setrlimit:
	case SYS_prlimit64:
	case SYS_close_range:
	case SYS_brk:
	case SYS_munmap:
	case SYS_rt_sigaction:
	case SYS_rt_sigprocmask:
	case SYS_timer_delete:
	case SYS_clone:
	case SYS_fork:
	case SYS_vfork: return one_in(d, 12);
	}
	return true;
}

/* Addresses that memory is mapped at or taken from: seldom where it matters. */
static void
keep_standing(struct wish *w, struct pages *p, struct dice *d)
{
	switch (w->nr) {
	case SYS_mmap:
	case SYS_munmap:
	case SYS_mremap:
	case SYS_mprotect:
	case SYS_madvise:
	case __NR_mseal:
		if (one_in(d, 20))
			return;
		w->arg[0] = (uintptr_t)p->victim + 4096 * below(d, 8);
		w->arg[1] = 4096 * below(d, 8);
		if (w->nr == SYS_mremap)
			w->arg[4] = (uintptr_t)p->victim + 4096 * below(d, 8);
		return;
	case SYS_kill:
	case SYS_rt_sigqueueinfo:
		/* Everybody at once would end the job, or stop it for good. */
		if ((int)w->arg[0] == -1 && !one_in(d, 50))
			w->arg[0] = (uint64_t)world.outside;
		if ((int)w->arg[0] == -1 && w->arg[1] == SIGSTOP)
			w->arg[1] = SIGCONT;
	}
}

void
wish_any(struct wish *w, struct pages *p, struct dice *d)
{
	const struct call_def *def;

	p->used = 0;
	do {
		w->nr = (long)below(d, CATALOG_END);
	} while (!wanted(d, w->nr));
	if (one_in(d, 50))
		w->nr = (long)any_number(d);
	def = catalog_find(w->nr);
	/* Lengths first: a struct that has one sets it. */
	for (int i = 0; i < 6; i++)
		w->arg[i] = one_in(d, 4) ? any_number(d) : below(d, 128);
	for (int i = 0; i < 6; i++) {
		if (def != NULL && !one_in(d, 30) &&
		    (def->arg[i].role != R_LEN || one_in(d, 4)))
			w->arg[i] = argument(w, p, d, &def->arg[i]);
		else if (def == NULL && one_in(d, 2))
			w->arg[i] = pages_address(p, d);
	}
	if (w->nr == SYS_clone) {
		w->arg[0] = clone_flags(d);
		w->arg[1] = one_in(d, 4) ? 0 : (uintptr_t)p->victim + VICTIM;
	}
	keep_standing(w, p, d);
}
