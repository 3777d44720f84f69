/* Mapping the region into a new image, before its first instruction. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "call/keeper.h"
#include "trace/image.h"
#include "trace/state.h"
#include "tracee/mem.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/* Work in one image. */
struct work {
	pid_t tid;
	struct regs saved; /* as its first instruction shall find them */
	uint64_t mask;     /* its blocked signals */
	bool stop_later;   /* a SIGSTOP came meanwhile */
	int status;        /* how it ended, with -ESRCH */
};

/* Lets the task go on to its next stop that we asked for.  Signals are blocked,
 * so that only SIGSTOP and SIGKILL can come between.  Returns what it is, or
 * -ESRCH when the task ended. */
static int
next_stop(struct work *w, enum __ptrace_request how)
{
	for (;;) {
		enum stop stop;

		if (ptrace(how, w->tid, 0, 0) < 0 && errno != ESRCH)
			return -errno;
		do {
			if (waitpid(w->tid, &w->status, __WALL) >= 0)
				break;
			if (errno != EINTR)
				return -errno;
		} while (1);
		stop = stop_of(w->status);
		if (stop == STOP_EXITED || stop == STOP_KILLED)
			return -ESRCH;
		if (stop == STOP_SIGNAL && WSTOPSIG(w->status) == SIGSTOP)
			w->stop_later = true;
		else if (stop == STOP_SYSCALL || stop == STOP_SECCOMP)
			return (int)stop;
		/* Anything else is of no meaning here: go on. */
	}
}

/* To the exit stop of the call that the task is in or about to make. */
static int
to_exit(struct work *w)
{
	for (;;) {
		struct __ptrace_syscall_info info;
		int stop = next_stop(w, PTRACE_SYSCALL);

		if (stop < 0)
			return stop;
		if (stop != STOP_SYSCALL)
			continue;
		if (ptrace(PTRACE_GET_SYSCALL_INFO, w->tid, sizeof(info),
			&info) < 0)
			return -errno;
		if (info.op == PTRACE_SYSCALL_INFO_EXIT)
			return 0;
	}
}

/* Makes one system call in the image.  Returns 0 or -errno of ours; *ret is the
 * kernel's answer. */
static int
make_call(struct work *w, uint64_t ip, long nr, const uint64_t arg[6],
    int64_t *ret)
{
	struct regs r = w->saved;
	int err;

	regs_inject(&r, ip, nr, arg);
	err = regs_set(w->tid, &r);
	if (err == 0)
		err = to_exit(w);
	if (err == 0)
		err = regs_get(w->tid, &r);
	if (err == 0)
		*ret = regs_result(&r);
	return err;
}

/* Opens the region's memfd in the image, through the keeper; its name stands on
 * the new stack, below everything. */
static int
open_region(struct trace *tr, struct work *w, uint64_t ip, int64_t *ret_fd)
{
	uint64_t at = (regs_sp(&w->saved) - 1024) & ~(uint64_t)15;
	uint64_t arg[6] = {(uint64_t)AT_FDCWD, at, O_RDONLY | O_CLOEXEC};
	char name[48];
	int err;

	if (tr->m->keeper <= 0)
		tr->m->keeper = keeper_start();
	if (tr->m->keeper < 0)
		return tr->m->keeper;
	snprintf(name, sizeof(name), "/proc/%d/fd/%d", (int)tr->m->keeper,
	    tr->region->fd);
	err = mem_write(w->tid, at, name, strlen(name) + 1);
	if (err != 0)
		return err;
	err = make_call(w, ip, SYS_openat, arg, ret_fd);
	if (err == 0 && *ret_fd < 0)
		err = (int)*ret_fd;
	return err;
}

/* Runs the stub's setup code in the image: see stub_x86_64.S.  Where the filter
 * guards the region, it refuses mprotect(2) there: the slots are then mapped by
 * themselves. */
static int
run_setup(const struct region *region, struct work *w, uint64_t base,
    int64_t fd)
{
	uint64_t arg[6] = {base + REGION_PAGE, REGION_SIZE - REGION_PAGE,
	    PROT_READ, MAP_SHARED | MAP_FIXED_NOREPLACE, (uint64_t)fd,
	    region->mseal ? 1 : REGION_PAGE};
	struct regs r = w->saved;
	int err;

	regs_inject(&r, region_setup(base),
	    region->mseal ? SYS_mprotect : SYS_mmap, arg);
	err = regs_set(w->tid, &r);
	if (err != 0)
		return err;
	do
		err = next_stop(w, PTRACE_CONT);
	while (err == STOP_SYSCALL);
	if (err != STOP_SECCOMP)
		return err < 0 ? err : -EPROTO;
	err = regs_get(w->tid, &r);
	if (err != 0)
		return err;
	if (regs_nr(&r) != STUB_DONE || regs_ip(&r) != region_setup_done(base))
		return -EPROTO;
	return (int)regs_arg(&r, 0);
}

/* What is mapped is what we hold: its random bytes say so. */
static int
verify(const struct region *region, pid_t tid, uint64_t base)
{
	unsigned char there[REGION_NONCE_SIZE];
	int err = mem_read(tid, base + REGION_NONCE_AT, there, sizeof(there));

	if (err != 0)
		return err;
	return memcmp(there, region->map + REGION_NONCE_AT, sizeof(there)) == 0
	    ? 0
	    : -EPROTO;
}

static int
map_region(struct trace *tr, struct work *w, uint64_t ip, uint64_t *ret_base)
{
	const struct region *region = tr->region;
	uint64_t arg[6] = {region->at,
	    region->mseal ? REGION_SIZE : REGION_PAGE, PROT_READ | PROT_EXEC,
	    MAP_SHARED | (region->at != 0 ? MAP_FIXED_NOREPLACE : 0)};
	int64_t fd, base;
	int err;

	err = open_region(tr, w, ip, &fd);
	if (err != 0)
		return err;
	arg[4] = (uint64_t)fd;
	err = make_call(w, ip, SYS_mmap, arg, &base);
	if (err != 0)
		return err;
	if (base < 0 && base >= -4095)
		return (int)base;
	if (region->at != 0 && (uint64_t)base != region->at)
		return -EEXIST;
	err = run_setup(region, w, (uint64_t)base, fd);
	if (err == 0)
		err = verify(region, w->tid, (uint64_t)base);
	*ret_base = (uint64_t)base;
	return err;
}

static int
with_signals_blocked(struct trace *tr, struct work *w, uint64_t vdso,
    uint64_t *ret_base)
{
	/* SIGTRAP stays open: a forced one would reset its handler. */
	uint64_t all = ~(1ull << (SIGTRAP - 1));
	int err;

	if (ptrace(PTRACE_GETSIGMASK, w->tid, sizeof(w->mask), &w->mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, w->tid, sizeof(all), &all) < 0)
		return -errno;
	err = to_exit(w); /* of execve itself */
	if (err == 0)
		err = regs_get(w->tid, &w->saved);
	if (err == 0)
		err = map_region(tr, w, vdso + tr->region->vdso_syscall,
		    ret_base);
	if (err != 0)
		return err;
	/* It stands at the filter, in the setup's last call: that is skipped,
	 * and the image begins. */
	regs_skip(&w->saved, 0);
	err = regs_set(w->tid, &w->saved);
	if (err == 0 &&
	    ptrace(PTRACE_SETSIGMASK, w->tid, sizeof(w->mask), &w->mask) < 0)
		err = -errno;
	return err;
}

int
inject_image(struct trace *tr, struct tracee *t, int *ret_status,
    const char **ret_why)
{
	struct work w = {.tid = t->tid};
	uint64_t vdso, base = 0;
	int err;

	*ret_why = "it was not judged";
	if (t->exec == NULL)
		return -EPERM;
	err = image_check(t->tid, t->exec, &vdso, ret_why);
	if (err != 0)
		return err;
	if (vdso == 0 || tr->region->vdso_syscall < 0)
		return -ENOTSUP;
	seat_take(&tr->seat, t);
	err = with_signals_blocked(tr, &w, vdso, &base);
	*ret_status = w.status;
	if (err != 0)
		return err;
	t->process->base = base;
	if (w.stop_later)
		syscall(SYS_tgkill, t->process->tgid, t->tid, SIGSTOP);
	return 0;
}
