/* Mapping the region into a new image, before its first instruction. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include "call/keeper.h"
#include "trace/image.h"
#include "trace/state.h"
#include "trace/work.h"
#include "tracee/mem.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/* Opens the region's memfd in the image. */
static int
open_region(struct trace *tr, struct work *w, int64_t *ret_fd)
{
	int err = work_open(w, tr->region->fd, O_RDONLY, ret_fd);

	return err == 0 && *ret_fd < 0 ? (int)*ret_fd : err;
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
		err = work_next_stop(w, false);
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
map_region(struct trace *tr, struct work *w, uint64_t *ret_base)
{
	const struct region *region = tr->region;
	uint64_t arg[6] = {region->at,
	    region->mseal ? REGION_SIZE : REGION_PAGE, PROT_READ | PROT_EXEC,
	    MAP_SHARED | (region->at != 0 ? MAP_FIXED_NOREPLACE : 0)};
	int64_t fd, base;
	int err;

	err = open_region(tr, w, &fd);
	if (err != 0)
		return err;
	arg[4] = (uint64_t)fd;
	err = work_call(w, SYS_mmap, arg, &base);
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

/* Gives the image what the kernel did not.  It stands at the filter, in the
 * setup's last call, which is skipped. */
static int
finish(struct work *w, const struct exec_plan *plan)
{
	struct regs r;
	int err = regs_get(w->tid, &r);

	if (err != 0)
		return err;
	regs_skip(&r, 0);
	err = regs_set(w->tid, &r);
	if (err == 0)
		err = work_to_exit(w);
	return err == 0 ? load_image(w, plan) : err;
}

static int
with_signals_blocked(struct trace *tr, struct work *w,
    const struct exec_plan *plan, uint64_t *ret_base)
{
	/* SIGTRAP stays open: a forced one would reset its handler. */
	uint64_t all = ~(1ull << (SIGTRAP - 1));
	int err;

	if (ptrace(PTRACE_GETSIGMASK, w->tid, sizeof(w->mask), &w->mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, w->tid, sizeof(all), &all) < 0)
		return -errno;
	err = work_to_exit(w); /* of execve itself */
	if (err == 0)
		err = regs_get(w->tid, &w->saved);
	if (err == 0)
		err = map_region(tr, w, ret_base);
	if (err == 0 && load_needed(plan))
		err = finish(w, plan);
	if (err != 0)
		return err;
	/* Whatever call it stands in is left, and the image begins. */
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
	struct work w = {.tid = t->tid, .status = *ret_status};
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
	if (tr->m->keeper == 0)
		tr->m->keeper = keeper_start();
	/* Ours to answer for, whatever it is. */
	if (tr->m->keeper < 0) {
		trace_fail(tr, "could not start the keeper: %s",
		    strerror(-tr->m->keeper));
		return -ECANCELED;
	}
	w.keeper = tr->m->keeper;
	w.ip = vdso + tr->region->vdso_syscall;
	seat_take(&tr->seat, t);
	err = with_signals_blocked(tr, &w, t->exec, &base);
	*ret_status = w.status;
	if (w.why != NULL)
		*ret_why = w.why;
	if (err != 0)
		return err;
	t->process->base = base;
	if (w.stop_later)
		syscall(SYS_tgkill, t->process->tgid, t->tid, SIGSTOP);
	return 0;
}
