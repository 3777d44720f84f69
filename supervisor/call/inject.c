/* What goes wrong on purpose.  The counts are of the run, not of a task: a
 * rule's third call is the third that anybody of the job makes. */
#include "call/inject.h"

#include <time.h>

static uint64_t
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* Counts one call; is it one that goes wrong? */
static bool
due(struct mediator *m, const struct inject *i)
{
	uint64_t n;

	/* Not so in a mediator that was made without any. */
	if (i->id >= m->injection_count)
		return false;
	n = __atomic_fetch_add(&m->injections[i->id], 1, __ATOMIC_RELAXED);
	return n >= i->after && (n - i->after) % i->every == 0;
}

/* The place in what was decided for this question; NULL: too many in one call,
 * and this one passes. */
static const uint64_t *
decide(struct call *c, const struct inject *i, bool *ret_hit)
{
	struct injected *d = &c->task->injected;
	unsigned at = d->asked++;

	if (at >= INJECTIONS_OF_CALL)
		return NULL;
	/* Its memory may have changed: then it is another call. */
	if (at >= d->decided || d->id[at] != i->id) {
		d->id[at] = i->id;
		d->hit[at] = due(c->m, i);
		d->until_ns[at] = now() + i->delay_ms * UINT64_C(1000000);
		d->decided = at + 1;
	}
	*ret_hit = d->hit[at];
	return &d->until_ns[at];
}

bool
call_inject(struct call *c, struct event_object *o, const struct inject *i)
{
	bool hit = false;
	const uint64_t *until;

	if (i->short_len > 0)
		return true;
	if (!call_needs_desk(c))
		return false;
	until = decide(c, i, &hit);
	if (until == NULL || !hit)
		return true;
	if (i->delay_ms > 0 && now() < *until) {
		c->out = v_wait();
		return false;
	}
	o->injected = true;
	c->event.injected = true;
	if (i->err == 0)
		return true;
	c->event.err = i->err;
	c->out = v_refuse(i->err);
	return false;
}

uint64_t
call_inject_short(struct call *c, const struct inject *i, uint64_t len)
{
	if (i->short_len == 0 || len <= i->short_len || !due(c->m, i))
		return len;
	return i->short_len;
}

void
call_note_injected(struct call *c, const struct answer *by)
{
	struct event_object *o = &c->event.object[c->event.objects - 1];

	o->file = by->file;
	o->line = by->line;
	o->injected = true;
	o->noted = false; /* a rule did decide */
	c->event.injected = true;
}
