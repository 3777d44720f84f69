/* What a run does at each call, at each moment in the life of a process, and as
 * time goes by. */
#include <errno.h>
#include <pthread.h>

#include "handle/census.h"
#include "handle/owner.h"
#include "run.h"
#include "run_state.h"
#include "stack/stacks.h"

/* How soon an answer that was typed, or a request, is taken; milliseconds. */
#define TICK_MS 100u
/* How exact an injected delay is. */
#define DELAY_TICK_MS 10u

/* The heart of the matter: one call, decided by its row. */
static struct verdict
decide(struct call *c)
{
	if (c->def == NULL)
		return call_refuse(c, ENOSYS,
		    "a system call that this version does not know");
	switch (c->def->treat) {
	case T_ASK: return c->def->handler(c);
	case T_DRAWN:
		return policy_space(c->task->process->policy) != NULL
		    ? c->def->handler(c)
		    : v_pass();
	case T_ROOT: return owner_root(c) ? c->def->handler(c) : v_pass();
	case T_SHORT: return c->def->handler(c);
	case T_FREE:
		/* Its exceptions stop only where the filter guards the region
		 * (see bpf/filter.h). */
		return c->def->handler != NULL ? c->def->handler(c) : v_pass();
	case T_REFUSE:
	case T_QUIET: break;
	}
	return call_refuse(c, c->def->err, c->def->why);
}

static struct verdict
judge(void *ctx, struct call *c)
{
	const struct run *r = ctx;
	struct verdict v = decide(c);

	/* Whoever reads stacks is there once. */
	c->tell_alone =
	    c->beside && audit_wants(r->audit, &c->event) != STACKS_NONE;
	return v;
}

/* Which modules stand on the stack of the one who makes it. */
static struct modules *
look_for_modules(void *ctx, pid_t tgid, pid_t tid, const struct regs *regs)
{
	struct run *r = ctx;

	return stacks_modules(r->stacks, tgid, tid, regs);
}

/* Who made the call, where anybody is to be told. */
static void
look_at_stack(struct run *r, struct call *c)
{
	enum audit_stacks kind = audit_wants(r->audit, &c->event);
	struct stack_answer got;

	if (kind == STACKS_NONE)
		return;
	stacks_take(r->stacks, kind, c->event.pid, c->event.tid, call_regs(c),
	    &got);
	c->event.stack_asked = true;
	c->event.stack = got.stack;
	c->event.stack_why = got.why;
}

/* The record and the profile, of calls that are served beside each other. */
static void
take_record(struct run *r, const struct call *c)
{
	if (c->beside)
		pthread_mutex_lock(&r->record);
}

static void
leave_record(struct run *r, const struct call *c)
{
	if (c->beside)
		pthread_mutex_unlock(&r->record);
}

static int
decided(void *ctx, struct call *c, const struct verdict *v)
{
	struct run *r = ctx;
	int err;

	c->task->injected = (struct injected){0};
	tracee_forget_call(c->task);
	/* Reads and writes that are not cut ask nothing. */
	if (c->def != NULL && c->def->treat == T_SHORT && !c->event.injected)
		return 0;
	if (c->event.err == 0 && v->kind == V_RETURN && v->value < 0)
		c->event.err = (int)-v->value;
	take_record(r, c);
	if (r->meta->meta != NULL)
		meta_call(r->meta->meta, &c->event);
	look_at_stack(r, c);
	err = audit_call(r->audit, &c->event, v);
	leave_record(r, c);
	return err;
}

static void
settled(void *ctx, const struct call *c, uint64_t ns)
{
	struct run *r = ctx;

	take_record(r, c);
	stops_note(r->stops, &c->event, ns);
	if (c->beside)
		stops_note_beside(r->stops, c->together);
	leave_record(r, c);
}

static int
born(void *ctx, const struct process *p)
{
	struct run *r = ctx;

	r->meta->facts.processes++;
	stacks_born(r->stacks, p->tgid, p->ppid);
	return audit_process(r->audit, LIFE_START, p->tgid, p->ppid, p->program,
	    0);
}

static int
execed(void *ctx, const struct process *p)
{
	struct run *r = ctx;

	stacks_forget(r->stacks, p->tgid);
	return audit_process(r->audit, LIFE_EXEC, p->tgid, p->ppid, p->program,
	    0);
}

static int
ended(void *ctx, const struct process *p, int status)
{
	struct run *r = ctx;

	census_ended(&r->mediator.census, p->tgid);
	run_limits_ended(r, p, status);
	stacks_forget(r->stacks, p->tgid);
	return audit_process(r->audit, LIFE_EXIT, p->tgid, p->ppid, p->program,
	    status);
}

static int
betrayed(void *ctx, const struct process *p, const char *why)
{
	struct run *r = ctx;

	run_complain(r, "pid %d was killed as it started a program: %s",
	    (int)p->tgid, why);
	return 0;
}

static void
leaving(void *ctx, struct tracee *t)
{
	struct run *r = ctx;

	watch_leaving(&r->watch, t);
}

static void
over(void *ctx)
{
	struct run *r = ctx;

	stacks_free(r->stacks);
	r->stacks = NULL;
}

/* Time went by. */
static unsigned
tick(void *ctx)
{
	struct run *r = ctx;
	unsigned todo = 0;

	if (watch_tick(&r->watch)) {
		run_limits_tell(r);
		return TICK_END;
	}
	audit_tick(r->audit);
	switch (r->asking != NULL ? asking_tick(r->asking) : ASK_NOTHING) {
	case ASK_NOTHING: break;
	case ASK_AGAIN: todo |= TICK_AGAIN; break;
	case ASK_END:
		r->ended_asking = true;
		todo |= TICK_END;
		break;
	}
	if (ctl_tick(&r->ctl))
		todo |= TICK_AGAIN;
	/* What waits may have waited long enough. */
	if (rules_inject_delays(r->rules))
		todo |= TICK_AGAIN;
	return todo;
}

/* The sooner of two; 0: never. */
static unsigned
sooner(unsigned a, unsigned b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

unsigned
run_tick_ms(const struct run *r)
{
	bool asked = r->asking != NULL || r->ctl.fd >= 0;
	unsigned ms = sooner(watch_tick_ms(&r->watch), audit_tick_ms(r->audit));

	if (rules_inject_delays(r->rules))
		ms = sooner(ms, DELAY_TICK_MS);
	return sooner(ms, asked ? TICK_MS : 0);
}

void
run_hooks(struct run *r, struct trace_hooks *ret)
{
	*ret = (struct trace_hooks){.ctx = r,
	    .judge = judge,
	    .decided = decided,
	    .settled = r->stops != NULL ? settled : NULL,
	    .born = born,
	    .execed = execed,
	    .ended = ended,
	    .betrayed = betrayed,
	    .leaving = leaving,
	    .over = over,
	    .tick = tick};
}

struct looker
run_looker(struct run *r)
{
	return (struct looker){.ctx = r, .modules = look_for_modules};
}
