/* The job may act on itself as far as the rules say, and on nobody else. */
#include "handle/target.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/procfile.h"

/* A rule must speak to forbid a process something that it does to itself. */
static bool
allowed(const struct answer *a, enum target to)
{
	return a->verb == VERB_ALLOW || (to == TARGET_SELF && a->file == NULL);
}

static bool
ask(struct call *c, enum target to, const char *text)
{
	const struct who who = call_who(c);
	struct answer a;
	const char *kept;

	policy_process_by(c->task->process->policy, &who, ACC_SIGNAL, to, &a);
	if (!allowed(&a, to) || a.verb == VERB_ALLOW)
		return call_may_process(c, ACC_SIGNAL, to, text);
	kept = call_keep(c, text);
	if (kept == NULL)
		return false;
	call_note(c, ACC_SIGNAL, NULL, kept);
	return true;
}

/* No such process, whatever the rule's errno would be. */
static bool
hide(struct call *c)
{
	if (c->out.kind == V_RETURN) {
		c->out = v_refuse(ESRCH);
		c->event.err = ESRCH;
	}
	return false;
}

/* One of our own threads, or the keeper. */
static bool
is_ours(const struct call *c, pid_t pid)
{
	char name[40];

	if (pid == c->m->self || pid == c->m->keeper)
		return true;
	snprintf(name, sizeof(name), "/proc/self/task/%d", (int)pid);
	return access(name, F_OK) == 0;
}

static bool
ask_outside(struct call *c, pid_t pid, const char *text)
{
	if (pid <= 0 || (kill(pid, 0) != 0 && errno == ESRCH)) {
		c->out = v_refuse(ESRCH);
		c->event.err = ESRCH;
		return false;
	}
	if (is_ours(c, pid)) {
		c->out = call_refuse(c, ESRCH,
		    "the supervisor is no process of the job");
		return false;
	}
	if (call_may_process(c, ACC_SIGNAL, TARGET_OUTSIDE, text))
		return true;
	return hide(c);
}

bool
target_may(struct call *c, pid_t pid)
{
	enum target to = call_target(c, pid);
	char text[32];

	snprintf(text, sizeof(text), "pid %d", (int)pid);
	if (to == TARGET_OUTSIDE)
		return ask_outside(c, pid, text);
	return ask(c, to, text);
}

bool
target_ended(const struct call *c, pid_t pid, bool group)
{
	char text[256];
	const char *rest;
	int parent, its_group;
	char state;

	if (pid <= 0 || call_target(c, pid) != TARGET_OUTSIDE)
		return false;
	if (procfile_read(text, sizeof(text), "/proc/%d/stat", (int)pid) <= 0)
		return false;
	rest = procfile_behind_name(text);
	if (rest == NULL ||
	    sscanf(rest, " %c %d %d", &state, &parent, &its_group) != 3)
		return false;
	return state == 'Z' && (!group || its_group == pid) &&
	    process_find(&c->m->tracees, parent) != NULL;
}

enum asked
target_would(struct call *c, const struct process *p, bool *ret_ends)
{
	enum target to = call_target(c, p->tgid);
	struct answer a;
	enum asked known = call_process_known(c, ACC_SIGNAL, to, &a);

	*ret_ends = a.verb == VERB_KILL;
	return allowed(&a, to) ? ASKED_YES : known;
}

bool
target_in_group(const struct call *c, pid_t group)
{
	const struct process *p;

	for (p = c->m->tracees.by_tgid; p != NULL; p = p->hh.next)
		if (getpgid(p->tgid) == group)
			return true;
	return false;
}

bool
target_may_group(struct call *c, pid_t group)
{
	const struct process *p;

	/* Our own group holds whoever started us, or stands beside us in a
	 * pipeline. */
	if (group == c->m->pgrp) {
		c->out = call_refuse(c, EPERM,
		    "the group holds processes outside the job");
		return false;
	}
	if (!target_in_group(c, group)) {
		c->out =
		    call_refuse(c, ESRCH, "no process of the job is in it");
		return false;
	}
	for (p = c->m->tracees.by_tgid; p != NULL; p = p->hh.next)
		if (getpgid(p->tgid) == group && !target_may(c, p->tgid))
			return false;
	return true;
}
