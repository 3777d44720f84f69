/* A pinned call: the kernel runs it on our copy of its arguments, in the name
 * of a task that stands in the stub; and how the job gets its registers back.
 */
#include <errno.h>

#include "trace/state.h"

int
pin_read(struct tracee *t, struct regs *ret)
{
	const struct regs *was = &t->pinned_regs;
	int err = regs_get_call(t->tid, ret);

	if (err != 0 || !t->pinned)
		return err;
	t->pinned = false;
	if (!region_made_call(t->process->base, regs_ip(ret)))
		return 0;
	err = regs_fill(t->tid, ret);
	if (err != 0)
		return err;
	regs_set_nr(ret, regs_nr(was));
	for (int i = 0; i < CALL_ARGS; i++)
		regs_set_arg(ret, i, regs_arg(was, i));
	regs_set_ip(ret, regs_ip(was));
	return regs_set(t->tid, ret);
}

/* Is the sixth argument of such a call one that the kernel never looks at? */
static bool
has_no_sixth(long nr)
{
	const struct call_def *def = catalog_find(nr);

	return def != NULL && def->arg[CALL_ARGS - 1].role == R_NONE;
}

int
pin_set(struct tracee *t, const struct call *c, struct regs *r)
{
	uint64_t base = t->process->base;
	struct slot_regs *back = &t->slot->regs;

	t->pinned_regs = *r;
	t->pinned = true;
	for (int i = 0; i < CALL_ARGS; i++)
		back->arg[i] = regs_arg(r, i);
	back->ip = regs_ip(r);
	return regs_pin(t->tid, r,
	    &(struct regs_pin){.nr = c->pin_nr,
		.arg = c->pin_arg,
		.after = region_stub_after(base),
		.by_arg =
		    has_no_sixth(c->pin_nr) ? region_by_arg_after(base) : 0,
		.slot = region_slot_at(base, t->slot_index)});
}

/* The registers as the job is to have them at a signal's handler.  False: it
 * does not stand in the stub. */
static bool
leave_stub(const struct tracee *t, struct regs *r)
{
	const struct regs *was = &t->pinned_regs;
	uint64_t base = t->process->base;

	/* The kernel was about to restart the call: the job makes it. */
	if (region_made_call(base, regs_ip(r) + regs_syscall_size())) {
		regs_inject(r, regs_ip(was) - regs_syscall_size(), regs_nr(was),
		    t->slot->regs.arg);
		return true;
	}
	if (!region_in_stub(base, regs_ip(r)))
		return false;
	for (int i = 0; i < CALL_ARGS; i++)
		regs_restore_arg(r, i, was);
	regs_set_ip(r, regs_ip(was));
	/* Should the kernel restart it, then as the job made it. */
	if (regs_restarts(r))
		regs_set_nr(r, regs_nr(was));
	return true;
}

void
pin_leave_stub(struct trace *tr, struct tracee *t)
{
	struct regs r;
	int err = t->pinned ? regs_get(t->tid, &r) : -ESRCH;

	if (err == 0 && leave_stub(t, &r))
		err = regs_set(t->tid, &r);
	if (err == 0)
		t->pinned = false;
	else if (err != -ESRCH)
		settle_lost(tr, t, err);
}
