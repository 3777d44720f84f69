/* Who makes a call: the modules on the Python stack of its thread. */
#include "call/who.h"

#include <string.h>

#include "base/str.h"
#include "call/call.h"
#include "stack/modules.h"

static enum when_is
not_known(void *ctx, const struct when *w)
{
	(void)ctx;
	(void)w;
	return WHEN_UNKNOWN;
}

const struct who who_unknown = {.stands = not_known};

static enum when_is
stands(void *ctx, const struct when *w)
{
	struct call *c = ctx;
	const struct looker *l = &c->m->looker;
	const struct modules *m = c->task->modules;
	const char *name;

	if (!call_needs_desk(c))
		return WHEN_UNKNOWN;
	c->event.weighed = true;
	if (m == NULL && l->modules != NULL)
		m = c->task->modules = l->modules(l->ctx, c->event.pid,
		    c->event.tid, call_regs(c));
	if (m == NULL)
		return WHEN_UNKNOWN;
	name = m->name;
	for (unsigned i = 0; i < m->count; i++, name += strlen(name) + 1)
		if (when_means(w, name))
			return WHEN_IS;
	return m->why != NULL ? WHEN_UNKNOWN : WHEN_NOT;
}

struct who
call_who(struct call *c)
{
	return (struct who){.ctx = c, .stands = stands};
}

void
call_note_guess(struct call *c, const struct answer *a)
{
	const struct modules *m = c->task->modules;
	cleanup_str struct str why = {0};

	if (!a->guessed || c->event.builtin != NULL)
		return;
	str_addf(&why, "its Python stack cannot be told, so %s counts as there",
	    when_text(a->when));
	str_addf(&why, " (%s)",
	    m != NULL && m->why != NULL ? m->why : "nobody looks");
	/* Without memory for it, it is not told. */
	if (!why.failed)
		c->event.builtin = call_keep(c, str_text(&why));
}
