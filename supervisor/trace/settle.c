/* Carrying out what was decided about a call. */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>

#include "base/now.h"
#include "space.h"
#include "trace/state.h"

/* Refused, whatever it was: the job is about to end. */
static void
refuse_and_kill(struct trace *tr, struct tracee *t, struct regs *r)
{
	regs_answer(t->tid, r, -EACCES);
	trace_kill_all(tr);
}

/* A verdict reached by reading the job's memory is never "let the kernel run it
 * as it stands": another thread could have changed the memory since. */
static struct verdict
checked(const struct call *c, struct verdict v)
{
	if (v.kind == V_PASS && c->read_memory)
		return v_fault(EPROTO);
	if (v.kind == V_PIN && c->task->process->base == 0)
		return v_fault(EPROTO);
	return v;
}

/* Puts the answer into the task's registers.  Returns 0, or -errno of ours; a
 * task that is gone is none. */
static int
answer(struct trace *tr, struct tracee *t, struct regs *r,
    const struct verdict *v)
{
	int err = 0;

	switch (v->kind) {
	case V_PIN:
		respell(tr, t, &tr->call);
		err = pin_set(t, &tr->call, r);
		break;
	case V_RETURN: err = regs_answer(t->tid, r, v->value); break;
	case V_GONE: err = regs_answer(t->tid, r, -EINTR); break;
	case V_PASS:
	case V_WAIT:
	case V_KILL:
	case V_FAULT: break;
	}
	return err != -ESRCH ? err : 0;
}

/* Its registers are set: it goes on. */
static void
let_go(struct trace *tr, const struct tracee *t)
{
	if (tr->hooks->settled != NULL)
		tr->hooks->settled(tr->hooks->ctx, &tr->call,
		    now_ns() - tr->found_ns);
	/* The exit stop only where somebody asked to see the result. */
	if (t->on_return != NULL)
		task_go(PTRACE_SYSCALL, t->tid, 0);
	else
		task_resume(t->tid, 0);
}

static void
carry_out(struct trace *tr, struct tracee *t, struct regs *r,
    const struct verdict *v)
{
	int err = 0;

	switch (v->kind) {
	case V_PASS:
	case V_PIN:
	case V_RETURN:
	case V_GONE: err = answer(tr, t, r, v); break;
	case V_WAIT: return; /* settle_call() left it stopped */
	case V_KILL:
		tr->end->killed_by_rule = true;
		refuse_and_kill(tr, t, r);
		return;
	case V_FAULT:
		trace_fail(tr, "could not serve %s: %s", tr->call.def->name,
		    strerror((int)-v->value));
		refuse_and_kill(tr, t, r);
		return;
	}
	if (err != 0)
		trace_fail(tr, "could not set registers: %s", strerror(-err));
	else
		let_go(tr, t);
}

/* Not decided yet: the task stays in its stop and is judged anew. */
static void
leave_waiting(struct trace *tr, struct tracee *t)
{
	t->state = TASK_WAITING;
	call_done(&tr->call);
}

void
settle_waiting(struct trace *tr)
{
	struct tracee *t, *next;

	HASH_ITER(hh, tr->m->tracees.by_tid, t, next) {
		if (t->state != TASK_WAITING || t->server != tr ||
		    tr->crew->ending)
			continue;
		settle_call(tr, t);
	}
}

/* Where too many are served, one that could go on elsewhere does: it makes its
 * call again there. */
static bool
share(struct trace *tr, struct tracee *t, struct regs *r)
{
	struct regs again;
	uint64_t arg[CALL_ARGS];

	if (!tr->crowded || !t->seated || regs_fill(t->tid, r) != 0)
		return false;
	again = *r;
	tr->crowded = false;
	for (int i = 0; i < CALL_ARGS; i++)
		arg[i] = regs_arg(r, i);
	regs_inject(&again, regs_ip(r) - regs_syscall_size(), regs_nr(r), arg);
	return crew_share(tr, t, &again);
}

static void
start(struct trace *tr, struct tracee *t, struct regs *r)
{
	uint64_t arg[CALL_ARGS];

	for (int i = 0; i < CALL_ARGS; i++)
		arg[i] = regs_arg(r, i);
	call_start(&tr->call, tr->m, t, catalog_find(regs_nr(r)), regs_nr(r),
	    arg);
	tr->call.regs = r;
}

static struct verdict
judge(struct trace *tr)
{
	return checked(&tr->call, tr->hooks->judge(tr->hooks->ctx, &tr->call));
}

/* Records the call, carries it out, and forgets it. */
static void
conclude(struct trace *tr, struct tracee *t, struct regs *r,
    const struct verdict *v)
{
	int err;

	t->asks = 0;
	err = tr->hooks->decided(tr->hooks->ctx, &tr->call, v);
	if (err != 0) {
		trace_fail(tr, "the audit cannot be kept: %s", strerror(-err));
		refuse_and_kill(tr, t, r);
	} else {
		carry_out(tr, t, r, v);
	}
	call_done(&tr->call);
}

void
settle_lost(struct trace *tr, const struct tracee *t, int err)
{
	/* Killed in the stop: whatever it stands in now, let it go. */
	if (err == -ESRCH)
		task_resume(t->tid, 0);
	else
		trace_fail(tr, "could not get or set registers: %s",
		    strerror(-err));
}

void
settle_call(struct trace *tr, struct tracee *t)
{
	struct verdict v;
	struct regs r;
	int err;

	if (tr->hooks->settled != NULL)
		tr->found_ns = now_ns();
	err = pin_read(t, &r);
	if (err != 0) {
		t->state = TASK_RUNNING;
		settle_lost(tr, t, err);
		return;
	}
	call_let_go(tr->m, t);
	/* Of a call that waited, what was seen still holds. */
	if (t->state != TASK_WAITING)
		tracee_forget_call(t);
	t->state = TASK_RUNNING;
	tracee_making(&tr->m->tracees, t, false);
	if (share(tr, t, &r))
		return;
	seat_note(&tr->seat, t);
	start(tr, t, &r);
	v = judge(tr);
	if (v.kind == V_WAIT) {
		leave_waiting(tr, t);
		return;
	}
	conclude(tr, t, &r, &v);
}

/* Would what comes before and after the judging of this task's call touch what
 * belongs to all?  Under a namespace whose files are copied or have owners that
 * only seem, the judging itself would. */
static bool
is_plain(const struct trace *tr, const struct tracee *t)
{
	const struct space *s = policy_space(t->process->policy);

	return t->state == TASK_RUNNING && t->on_return == NULL &&
	    t->exec == NULL && t->bay == 0 && !t->making &&
	    !(tr->crowded && t->seated) &&
	    (s == NULL || (s->layers == NULL && !s->root_user));
}

/* The same as conclude().  False: that failed, and must again with the desk
 * held alone, which ends the job. */
static bool
conclude_beside(struct trace *tr, struct tracee *t)
{
	bool done;

	t->asks = 0;
	done =
	    tr->hooks->decided(tr->hooks->ctx, &tr->call, &tr->verdict) == 0 &&
	    answer(tr, t, &tr->regs, &tr->verdict) == 0;
	if (done)
		let_go(tr, t);
	call_done(&tr->call);
	return done;
}

enum met
settle_beside(struct trace *tr, struct tracee *t)
{
	const struct call_def *def;

	if (tr->hooks->settled != NULL)
		tr->found_ns = now_ns();
	if (!is_plain(tr, t) || pin_read(t, &tr->regs) != 0)
		return MET_NOT;
	def = catalog_find(regs_nr(&tr->regs));
	if (def == NULL || !def->beside)
		return MET_NOT;
	call_let_go(tr->m, t);
	tracee_forget_call(t);
	start(tr, t, &tr->regs);
	tr->call.beside = true;
	tr->call.together =
	    tr->hooks->settled != NULL && atomic_load(&tr->crew->beside) > 1;
	tr->verdict = judge(tr);
	if (tr->call.needs_desk || tr->verdict.kind == V_WAIT) {
		call_done(&tr->call);
		return MET_NOT;
	}
	seat_note(&tr->seat, t);
	if (tr->call.tell_alone || tr->verdict.kind == V_KILL ||
	    tr->verdict.kind == V_FAULT)
		return MET_JUDGED;
	return conclude_beside(tr, t) ? MET_WHOLLY : MET_NOT;
}

void
settle_judged(struct trace *tr, struct tracee *t)
{
	tr->call.beside = false;
	conclude(tr, t, &tr->regs, &tr->verdict);
}

void
settle_return(struct trace *tr, struct tracee *t)
{
	struct regs r;
	int64_t result;
	int err = t->on_return != NULL ? regs_get(t->tid, &r) : -ESRCH;

	if (err != 0) {
		settle_lost(tr, t, err);
		return;
	}
	result = regs_result(&r);
	/* A call that is about to be restarted has no result yet: it stops at
	 * the filter again. */
	if (!regs_restarts(&r)) {
		t->on_return(t, &result, t->on_return_data);
		if (result != regs_result(&r)) {
			regs_set_result(&r, result);
			err = regs_set(t->tid, &r);
		}
	}
	tracee_forget_return(t);
	if (t->betrayed) {
		trace_fail(tr, "a call of pid %d did not do what was judged",
		    (int)t->process->tgid);
		return;
	}
	if (err != 0)
		settle_lost(tr, t, err);
	else
		task_resume(t->tid, 0);
}
