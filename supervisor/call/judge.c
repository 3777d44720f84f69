/* The question to the rules, and what the audit is to know of it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/billed.h"
#include "call/call.h"

/* A name copied once, to be kept for the audit. */
struct kept {
	struct kept *next;
	char text[];
};

void
call_drop_kept(struct call *c)
{
	while (c->kept != NULL) {
		struct kept *k = c->kept;

		c->kept = k->next;
		free(k);
	}
}

struct verdict
call_refuse(struct call *c, int err, const char *why)
{
	c->event.refused = true;
	c->event.err = err;
	c->event.builtin = why;
	return v_refuse(err);
}

/* A slot of the event for one more object, or the last one again: what a call
 * touches beyond EVENT_OBJECTS is judged all the same. */
static struct event_object *
new_object(struct call *c, unsigned access, const char *named, const char *path)
{
	struct event_object *o;

	if (c->event.objects < EVENT_OBJECTS)
		c->event.objects++;
	o = &c->event.object[c->event.objects - 1];
	*o = (struct event_object){
	    .access = access,
	    .named = named,
	    .path = path,
	};
	return o;
}

void
call_note(struct call *c, unsigned access, const char *named, const char *path)
{
	new_object(c, access, named, path)->noted = true;
}

/* Enters what the rules said; false when it forbids, with the answer in c->out.
 */
static bool
enter_answer(struct call *c, struct event_object *o, enum access one,
    const struct answer *a)
{
	o->file = a->file;
	o->line = a->line;
	switch (a->verb) {
	case VERB_ALLOW:
	case VERB_REDIRECT: return true;
	case VERB_KILL: c->event.killed = true; break;
	case VERB_ASK: /* refused when rules are loaded */
	case VERB_DENY: break;
	}
	/* Only what was denied is told as denied. */
	o->access = one;
	o->denied = true;
	c->event.denied = true;
	c->event.err = a->err;
	c->out = c->event.killed ? v_kill() : v_refuse(a->err);
	return false;
}

/* What puts bytes into files. */
#define WRITES (ACC_MODIFY | ACC_CREATE)

bool
call_may(struct call *c, int which, unsigned accesses)
{
	const struct place *p = &c->place[which];
	struct event_object *o;

	/* No name was had (a bad descriptor, an empty name): there is nothing
	 * to ask about, and the job learns only of its own. */
	if (p->err == EBADF || (p->err != 0 && p->shown[0] != '/')) {
		c->event.err = p->err;
		c->out = v_refuse(p->err);
		return false;
	}
	o = new_object(c, accesses, p->is_fd ? NULL : p->named, p->shown);
	for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1) {
		struct answer a;

		if ((accesses & bit) == 0)
			continue;
		policy_file(c->task->process->policy, (enum access)bit,
		    p->shown, &a);
		if (!enter_answer(c, o, (enum access)bit, &a))
			return false;
	}
	if (p->err == 0) {
		if (c->m->watch_writes && (accesses & WRITES) != 0 &&
		    !billed(p->object >= 0 ? p->object : p->parent))
			c->m->unbilled = true;
		return true;
	}
	if (p->why != NULL) {
		c->out = call_refuse(c, p->err, p->why);
	} else {
		c->event.err = p->err;
		c->out = v_refuse(p->err);
	}
	return false;
}

bool
call_would(struct call *c, int which, enum access one)
{
	struct answer a;

	policy_file(c->task->process->policy, one, c->place[which].shown, &a);
	return a.verb == VERB_ALLOW;
}

const char *
call_keep(struct call *c, const char *text)
{
	size_t len = strlen(text);
	struct kept *k = malloc(sizeof(*k) + len + 1);

	if (k == NULL) {
		c->out = v_fault(ENOMEM);
		return NULL;
	}
	memcpy(k->text, text, len + 1);
	k->next = c->kept;
	c->kept = k;
	return k->text;
}

bool
call_may_net(struct call *c, enum access one, const struct net_object *to,
    const char *text, struct answer *ret)
{
	const char *kept = call_keep(c, text);

	if (kept == NULL)
		return false;
	policy_net(c->task->process->policy, one, to, ret);
	return enter_answer(c, new_object(c, one, NULL, kept), one, ret);
}

bool
call_may_process(struct call *c, enum access one, enum target to,
    const char *text)
{
	static const enum event_whom whom[] = {
	    [TARGET_SELF] = WHOM_SELF,
	    [TARGET_CHILD] = WHOM_CHILD,
	    [TARGET_JOB] = WHOM_JOB,
	    [TARGET_OUTSIDE] = WHOM_OUTSIDE,
	};
	const char *kept = call_keep(c, text);
	struct event_object *o;
	struct answer a;

	if (kept == NULL)
		return false;
	policy_process(c->task->process->policy, one, to, &a);
	o = new_object(c, one, NULL, kept);
	if (one == ACC_SIGNAL)
		o->whom = whom[to];
	return enter_answer(c, o, one, &a);
}

/* A list of arguments that is longer is not told. */
#define ARGS_TOLD 65536u

void
call_tell_args(struct call *c, size_t argc, const char *const *argv)
{
	cleanup_str struct str text = {0};
	size_t i;

	if (c->event.objects == 0)
		return;
	str_add_char(&text, '[');
	for (i = 0; i < argc && text.len < ARGS_TOLD; i++) {
		if (i > 0)
			str_add_char(&text, ',');
		str_add_json(&text, argv[i], strlen(argv[i]));
	}
	str_add_char(&text, ']');
	if (i == argc && text.len < ARGS_TOLD && !text.failed)
		c->event.object[c->event.objects - 1].args =
		    call_keep(c, str_text(&text));
}

bool
call_may_run(struct call *c, const char *path, size_t argc,
    const char *const *argv, struct answer *ret)
{
	const char *kept = call_keep(c, path);

	if (kept == NULL)
		return false;
	policy_run(c->task->process->policy, path, argc, argv, ret);
	return enter_answer(c, new_object(c, ACC_RUN, NULL, kept), ACC_RUN,
	    ret);
}
