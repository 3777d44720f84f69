/* The question to the rules, and what the audit is to know of it. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/billed.h"
#include "call/call.h"
#include "call/inject.h"

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

void
call_note_asks(struct call *c, unsigned access)
{
	if (c->event.objects > 0)
		c->event.object[c->event.objects - 1].asks |= access;
}

/* --audit-only: what would have been denied, the first of it by its rule. */
static void
enter_would(struct call *c, struct event_object *o, enum access one,
    const struct answer *a)
{
	static const char *const words[] =
	    {[VERB_DENY] = "deny", [VERB_ASK] = "ask", [VERB_KILL] = "kill"};

	if (o->would == 0) {
		o->file = a->file;
		o->line = a->line;
	}
	o->would |= one;
	if (c->event.would == NULL)
		c->event.would = words[a->would];
}

/* What a question about place p is about. */
static struct question
file_question(const struct call *c, const struct place *p)
{
	return (struct question){.task = c->task,
	    .policy = c->task->process->policy,
	    .object = p->shown,
	    .scope = p->shown};
}

/* How much of its name an answer about place p may be extended to: the folder
 * itself, or the one that it stands in. */
static size_t
below(const struct place *p)
{
	const char *slash = strrchr(p->shown, '/');
	struct stat st;
	size_t len = slash != NULL ? (size_t)(slash - p->shown) : 0;

	if (p->object >= 0 && fstat(p->object, &st) == 0 && S_ISDIR(st.st_mode))
		len = strlen(p->shown);
	/* All of the system is nothing to be said in passing. */
	return len > 1 ? len : 0;
}

/* Enters that it is forbidden, with the answer in c->out. */
static bool
forbid(struct call *c, struct event_object *o, unsigned access,
    const struct answer *a)
{
	/* Only what was denied is told as denied. */
	o->access = access;
	o->denied = true;
	c->event.denied = true;
	c->event.err = a->err;
	c->out = c->event.killed ? v_kill() : v_refuse(a->err);
	return false;
}

/* What puts bytes into files. */
#define WRITES (ACC_MODIFY | ACC_CREATE)

/* Puts a question; false when the answer is no, or is waited for. */
static bool
ask(struct call *c, struct event_object *o, struct question *q)
{
	const char *how = "nobody is asked in this run";
	enum asked answer;

	if (!call_needs_desk(c))
		return false;
	/* What was looked at besides the object may be otherwise next time. */
	q->narrow |= q->says.when != NULL;
	answer = c->m->asker.put != NULL
	    ? c->m->asker.put(c->m->asker.ctx, q, &how)
	    : ASKED_NOBODY;

	o->file = q->says.file;
	o->line = q->says.line;
	call_note_guess(c, &q->says);
	switch (answer) {
	case ASKED_YES: o->asked = how; return true;
	case ASKED_NO: o->asked = how; break;
	case ASKED_NOBODY: c->event.builtin = how; break;
	case ASKED_WAIT: c->out = v_wait(); return false;
	}
	return forbid(c, o, q->access, &q->says);
}

/* Enters what the rules said about q->access, which is put into q->says; false
 * when it forbids, with the answer in c->out. */
static bool
enter_answer(struct call *c, struct event_object *o, struct question *q)
{
	const struct answer *a = &q->says;

	if (a->would != VERB_ALLOW || a->verb == VERB_DENY ||
	    a->verb == VERB_KILL)
		call_note_guess(c, a);
	if (a->would != VERB_ALLOW) {
		enter_would(c, o, (enum access)q->access, a);
		return true;
	}
	if (o->would == 0) {
		o->file = a->file;
		o->line = a->line;
	}
	switch (a->verb) {
	case VERB_ALLOW:
	case VERB_REDIRECT: return true;
	case VERB_ASK: return ask(c, o, q);
	case VERB_KILL: c->event.killed = true; break;
	case VERB_DENY: break;
	}
	return forbid(c, o, q->access, a);
}

/* Judges each access; those that one rule asks about are asked together, and
 * only when none of the others is forbidden.  *ret_wrong is what the first rule
 * that allows lets go wrong. */
static bool
may_all(struct call *c, struct event_object *o, const struct place *p,
    unsigned accesses, const struct inject **ret_wrong)
{
	const struct who who = call_who(c);
	struct question q = file_question(c, p);
	struct answer asks[8]; /* by bit, where `open` has it */
	unsigned open = 0;

	for (unsigned i = 0; 1u << i <= ACC_EXEC; i++) {
		q.access = 1u << i;
		if ((accesses & q.access) == 0)
			continue;
		policy_file_by(q.policy, &who, (enum access)q.access, p->shown,
		    &q.says);
		if (q.says.verb == VERB_ASK) {
			asks[i] = q.says;
			open |= q.access;
		} else if (!enter_answer(c, o, &q)) {
			return false;
		}
		if (*ret_wrong == NULL && q.says.verb == VERB_ALLOW)
			*ret_wrong = q.says.inject;
	}
	if (open != 0)
		q.below = below(p);
	for (unsigned i = 0; open != 0; i++) {
		if ((open & 1u << i) == 0)
			continue;
		q.says = asks[i];
		q.access = 0;
		for (unsigned j = i; 1u << j <= ACC_EXEC; j++)
			if ((open & 1u << j) != 0 &&
			    asks[j].line == q.says.line &&
			    asks[j].file == q.says.file)
				q.access |= 1u << j;
		open &= ~q.access;
		if (!ask(c, o, &q))
			return false;
	}
	return true;
}

/* What is written there may not be counted. */
static bool
note_unbilled(struct call *c, const struct place *p)
{
	if (billed(p->object >= 0 ? p->object : p->parent))
		return true;
	if (!call_needs_desk(c))
		return false;
	c->m->unbilled = true;
	return true;
}

bool
call_may(struct call *c, int which, unsigned accesses)
{
	const struct place *p = &c->place[which];
	const struct inject *wrong = NULL;
	struct event_object *o;

	/* No name was had (a bad descriptor, an empty name): there is nothing
	 * to ask about, and the job learns only of its own. */
	if (p->err == EBADF || (p->err != 0 && p->shown[0] != '/')) {
		c->event.err = p->err;
		c->out = v_refuse(p->err);
		return false;
	}
	o = new_object(c, accesses, p->is_fd ? NULL : p->named, p->shown);
	if (!may_all(c, o, p, accesses, &wrong))
		return false;
	if (wrong != NULL && !call_inject(c, o, wrong))
		return false;
	if (p->err == 0) {
		return !c->m->watch_writes || c->m->unbilled ||
		    (accesses & WRITES) == 0 || note_unbilled(c, p);
	}
	if (p->why != NULL) {
		c->out = call_refuse(c, p->err, p->why);
	} else {
		c->event.err = p->err;
		c->out = v_refuse(p->err);
	}
	return false;
}

/* The answer that is known of a rule's question. */
static enum asked
known(struct call *c, const struct question *q)
{
	switch (q->says.verb) {
	case VERB_ALLOW: return ASKED_YES;
	case VERB_ASK:
		if (!call_needs_desk(c))
			return ASKED_NO;
		return c->m->asker.known != NULL
		    ? c->m->asker.known(c->m->asker.ctx, q)
		    : ASKED_NOBODY;
	case VERB_DENY:
	case VERB_KILL:
	case VERB_REDIRECT: break;
	}
	return ASKED_NO;
}

static enum asked
file_known(struct call *c, int which, enum access one)
{
	const struct who who = call_who(c);
	struct question q = file_question(c, &c->place[which]);

	q.access = one;
	policy_file_by(q.policy, &who, one, q.object, &q.says);
	return known(c, &q);
}

bool
call_would(struct call *c, int which, enum access one)
{
	return file_known(c, which, one) == ASKED_YES;
}

bool
call_might(struct call *c, int which, enum access one)
{
	enum asked answer = file_known(c, which, one);

	return answer == ASKED_YES || answer == ASKED_WAIT;
}

bool
call_may_net(struct call *c, enum access one, const struct net_object *to,
    const char *text, struct answer *ret)
{
	const char *kept = call_keep(c, text);
	const struct who who = call_who(c);
	struct question q = {.task = c->task,
	    .policy = c->task->process->policy,
	    .access = one,
	    .object = kept,
	    .scope = kept};
	struct event_object *o;
	bool may;

	if (kept == NULL)
		return false;
	policy_net_by(q.policy, &who, one, to, &q.says);
	/* Behind a NUL a name is not shown, and not remembered. */
	if (q.says.verb == VERB_ASK && to->abstract && to->name_len > 0 &&
	    memchr(to->name, '\0', to->name_len) != NULL) {
		q.says.verb = VERB_DENY;
		c->event.builtin = "its name holds a NUL: nobody is asked";
	}
	o = new_object(c, one, NULL, kept);
	may = enter_answer(c, o, &q);
	*ret = q.says;
	return may && (ret->inject == NULL || call_inject(c, o, ret->inject));
}

/* Answers for signals are for all who stand so to the sender. */
static struct question
process_question(struct call *c, enum access one, enum target to,
    const char *text)
{
	static const char *const scopes[] = {[TARGET_SELF] = "self",
	    [TARGET_CHILD] = "children",
	    [TARGET_JOB] = "job",
	    [TARGET_OUTSIDE] = "outside"};
	const struct who who = call_who(c);
	struct question q = {.task = c->task,
	    .policy = c->task->process->policy,
	    .access = one,
	    .object = text,
	    .scope = one == ACC_SIGNAL ? scopes[to] : text};

	policy_process_by(q.policy, &who, one, to, &q.says);
	return q;
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
	struct question q = process_question(c, one, to, kept);
	struct event_object *o;

	if (kept == NULL)
		return false;
	o = new_object(c, one, NULL, kept);
	if (one == ACC_SIGNAL)
		o->whom = whom[to];
	return enter_answer(c, o, &q);
}

enum asked
call_process_known(struct call *c, enum access one, enum target to,
    struct answer *ret)
{
	struct question q = process_question(c, one, to, "");

	*ret = q.says;
	return known(c, &q);
}

bool
call_may_run(struct call *c, const char *path, size_t argc,
    const char *const *argv, struct answer *ret)
{
	const char *kept = call_keep(c, path);
	const struct who who = call_who(c);
	struct question q = {.task = c->task,
	    .policy = c->task->process->policy,
	    .access = ACC_RUN,
	    .object = kept,
	    .scope = kept};
	bool may;

	if (kept == NULL)
		return false;
	policy_run_by(q.policy, &who, path, argc, argv, &q.says);
	q.narrow = q.says.args;
	may = enter_answer(c, new_object(c, ACC_RUN, NULL, kept), &q);
	*ret = q.says;
	return may;
}
