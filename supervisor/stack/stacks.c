/* The stacks of stopped tasks: what is known of each process, what one stack
 * and all stacks of a process may cost, and what was told before. */
#include "stack/stacks.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "stack/effort.h"
#include "stack/interp.h"
#include "stack/keep.h"
#include "stack/maps.h"
#include "stack/modules.h"
#include "stack/python.h"
#include "stack/unwinder.h"

/* What all the stacks of one program that took too long may cost of our
 * processor. */
#define BUDGET_NS 100000000u

/* Of a process so many different reasons are told. */
#define REASONS 8u

/* A process, from its first stack until its exec or end. */
struct subject {
	pid_t tgid;
	uint64_t serial;
	uint64_t lost_ns;
	bool begun; /* its interpreter was seen to be started */
	struct interp interp;
	struct python_threads threads;
	const char *told[REASONS]; /* what was told: these very texts */
	unsigned told_count;
	UT_hash_handle hh;
};

struct stacks {
	struct subject *subjects;
	uint64_t serials;
	struct interp_files *files;
	struct keep keep;
	struct unwinder *unwinder;
	/* Of the stack that is being taken. */
	struct maps maps;
	struct python_stack python;
	struct native_stack native;
	struct frame frame[STACK_FRAMES];
	struct frame merged[STACK_FRAMES];
};

struct stacks *
stacks_new(stacks_may_write *may_write, void *ctx)
{
	struct stacks *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->files = interp_files_new();
	s->unwinder = unwinder_new(may_write, ctx);
	if (s->files != NULL && s->unwinder != NULL)
		return s;
	stacks_free(s);
	return NULL;
}

void
stacks_forget(struct stacks *s, pid_t tgid)
{
	struct subject *p = NULL;

	HASH_FIND(hh, s->subjects, &tgid, sizeof(tgid), p);
	if (p == NULL)
		return;
	HASH_DEL(s->subjects, p);
	free(p);
}

void
stacks_free(struct stacks *s)
{
	if (s == NULL)
		return;
	while (s->subjects != NULL)
		stacks_forget(s, s->subjects->tgid);
	unwinder_free(s->unwinder);
	interp_files_free(s->files);
	keep_done(&s->keep);
	maps_done(&s->maps);
	free(s);
}

static struct subject *
subject(struct stacks *s, pid_t tgid)
{
	struct subject *p = NULL;

	HASH_FIND(hh, s->subjects, &tgid, sizeof(tgid), p);
	if (p != NULL)
		return p;
	p = calloc(1, sizeof(*p));
	if (p == NULL)
		return NULL;
	p->tgid = tgid;
	p->serial = ++s->serials;
	HASH_ADD(hh, s->subjects, tgid, sizeof(p->tgid), p);
	return p;
}

void
stacks_born(struct stacks *s, pid_t tgid, pid_t parent)
{
	struct subject *from = NULL, *to;

	HASH_FIND(hh, s->subjects, &parent, sizeof(parent), from);
	if (from == NULL || !from->interp.found)
		return;
	to = subject(s, tgid);
	if (to != NULL) {
		to->interp = from->interp;
		to->begun = from->begun;
	}
}

/* Looks for the process's interpreter. */
static void
look_for_interp(struct stacks *s, struct subject *p, pid_t tid)
{
	struct effort e;
	const char *why;

	effort_start(&e, tid, EFFORT_FIND);
	why = maps_read(&s->maps, &e);
	if (why == NULL)
		(void)interp_find(&p->interp, s->files, &s->maps, &e);
	else
		p->interp.why = why;
	p->lost_ns += effort_lost(&e);
}

static void
find_interp(struct stacks *s, struct subject *p, pid_t tid)
{
	if (!p->interp.found && interp_due(&p->interp))
		look_for_interp(s, p, tid);
}

/* Reads the frames; returns the reason where there are none. */
static const char *
walk_python(struct stacks *s, struct subject *p, const struct regs *regs,
    struct effort *e)
{
	if (!p->interp.found)
		return p->interp.why;
	python_walk(&p->interp, &p->threads, regs_thread(regs), e, &s->python);
	return s->python.why;
}

/* Python alone: names are read only for what was not told before. */
static struct stack *
tell_python(struct stacks *s, struct subject *p, struct effort *e)
{
	struct stack *told;

	if (s->python.count == 0)
		return NULL;
	told = keep_find(&s->keep, p->serial, &s->python);
	if (told != NULL)
		return told;
	python_names(&p->interp, &s->python, e, s->frame);
	if (e->late)
		s->python.why = "it took too long";
	told = keep_add(&s->keep, s->frame, s->python.count,
	    s->python.truncated, s->python.why);
	keep_note(&s->keep, p->serial, &s->python, told);
	return told;
}

/* What is being put together of native and Python frames. */
struct merge {
	struct stacks *s;
	unsigned count, run;
	bool truncated;
};

static void
add(struct merge *m, const struct frame *f)
{
	if (m->count < STACK_FRAMES)
		m->s->merged[m->count++] = *f;
	else
		m->truncated = true;
}

static void
add_run(struct merge *m)
{
	const struct python_stack *p = &m->s->python;
	unsigned from = m->run > 0 ? p->run[m->run - 1].end : 0;

	for (unsigned i = from; i < p->run[m->run].end; i++)
		add(m, &m->s->frame[i]);
	m->run++;
}

/* Python frames stand behind the C function that evaluates them: the one whose
 * part of the C stack their place lies in, or, where no place is known (up to
 * 3.10), the next one of the name. */
static void
merge(struct merge *m)
{
	const struct python_stack *p = &m->s->python;
	const struct native_stack *n = &m->s->native;

	for (unsigned i = 0; i < n->count; i++) {
		uint64_t end = i + 1 < n->count ? n->sp[i + 1] : n->end;
		bool evaluates = strncmp(n->frame[i].function,
				     "_PyEval_EvalFrameDefault", 24) == 0;

		add(m, &n->frame[i]);
		while (m->run < p->runs && p->run[m->run].place != 0 &&
		    p->run[m->run].place < end)
			add_run(m);
		if (evaluates && m->run < p->runs && p->run[m->run].place == 0)
			add_run(m);
	}
	while (m->run < p->runs)
		add_run(m);
}

static struct stack *
tell_native(struct stacks *s, struct subject *p, const struct regs *regs,
    struct effort *e, const char **why)
{
	struct merge m = {.s = s, .truncated = s->python.truncated};
	struct effort more;
	const char *native_why;

	if (s->python.count > 0)
		python_names(&p->interp, &s->python, e, s->frame);
	effort_start(&more, e->tid, EFFORT_STACK);
	native_why =
	    unwinder_take(s->unwinder, &s->maps, regs, &more, &s->native);
	p->lost_ns += effort_lost(&more);
	merge(&m);
	if (*why == NULL)
		*why = native_why;
	return keep_add(&s->keep, s->merged, m.count,
	    m.truncated || s->native.truncated,
	    s->python.count > 0 && s->python.why != NULL ? s->python.why
							 : native_why);
}

/* The reason, if the process was not told of it yet. */
static const char *
once(struct subject *p, const char *why)
{
	if (why == NULL || p->told_count == REASONS)
		return NULL;
	for (unsigned i = 0; i < p->told_count; i++)
		if (p->told[i] == why)
			return NULL;
	p->told[p->told_count++] = why;
	return why;
}

void
stacks_take(struct stacks *s, enum audit_stacks kind, pid_t tgid, pid_t tid,
    const struct regs *regs, struct stack_answer *ret)
{
	struct subject *p = subject(s, tgid);
	struct effort e;
	const char *why = NULL;

	*ret = (struct stack_answer){0};
	if (p == NULL)
		return;
	s->python.count = s->python.runs = 0;
	s->python.truncated = false;
	s->python.why = NULL;
	if (p->lost_ns > BUDGET_NS) {
		why = "the stacks of this process took too long altogether";
	} else {
		if (kind != STACKS_NATIVE)
			find_interp(s, p, tid);
		effort_start(&e, tid, EFFORT_STACK);
		if (kind != STACKS_NATIVE)
			why = walk_python(s, p, regs, &e);
		if (kind == STACKS_PYTHON)
			ret->stack = tell_python(s, p, &e);
		else
			ret->stack = tell_native(s, p, regs, &e, &why);
		p->lost_ns += effort_lost(&e);
	}
	ret->why = once(p, why);
}

/* The modules of a process whose interpreter was found. */
static struct modules *
take_modules(struct subject *p, pid_t tid, const struct regs *regs)
{
	struct python_spaces spaces;
	struct modules *m = NULL;
	struct effort e;

	/* Where it was long by the clock on the wall alone, we were not let
	 * run: what holds a job back must not be told by chance. */
	for (int n = 0; n < 3; n++) {
		free(m);
		effort_start(&e, tid, EFFORT_FIND);
		python_spaces(&p->interp, &p->threads, regs_thread(regs), &e,
		    &spaces);
		/* What was never started has no frames yet. */
		if (!spaces.begun && !p->begun && !e.late)
			return modules_none(NULL);
		p->begun |= spaces.begun;
		m = modules_of(&p->interp, &e, &spaces);
		if (m == NULL || effort_lost(&e) == 0)
			return m;
		if (effort_lost(&e) >= EFFORT_FIND)
			break;
	}
	p->lost_ns += effort_lost(&e);
	return m;
}

struct modules *
stacks_modules(struct stacks *s, pid_t tgid, pid_t tid, const struct regs *regs)
{
	struct subject *p = subject(s, tgid);

	if (p == NULL)
		return NULL;
	if (p->lost_ns > BUDGET_NS)
		return modules_none(
		    "the stacks of this process took too long altogether");
	/* At each look: what runs no Python may have begun to. */
	if (!p->interp.found)
		look_for_interp(s, p, tid);
	if (p->interp.found)
		return take_modules(p, tid, regs);
	return modules_none(
	    strcmp(p->interp.why, NO_PYTHON) == 0 ? NULL : p->interp.why);
}
