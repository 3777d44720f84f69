/* New tasks.  waitpid(2) may report a child's first stop before the event that
 * tells of it; such a child is kept stopped until it is announced, so that
 * nothing runs whose rules are not known. */
#include "trace/birth.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

/* Takes tid off the list of the parked; false: it was not there.  *ret_ended
 * says whether it was over before it was announced. */
static bool
unpark(struct trace *tr, pid_t tid, bool *ret_ended)
{
	*ret_ended = false;
	for (struct parked **at = &tr->parked; *at != NULL; at = &(*at)->next) {
		struct parked *p = *at;

		if (p->tid != tid)
			continue;
		*at = p->next;
		*ret_ended = p->ended;
		free(p);
		return true;
	}
	return false;
}

static void
end_task(pid_t tid)
{
	kill(tid, SIGKILL);
	task_resume(tid, 0);
}

/* A child of a call that went through the stub begins in the stub, with the
 * parent's slot in its registers: it gets its registers here, since the parent
 * goes on and uses the slot again. */
static void
inherit_call(const struct tracee *parent, struct tracee *child)
{
	child->pinned = parent->pinned;
	if (child->pinned)
		child->pinned_regs = parent->pinned_regs;
}

/* Enters the child into the tables.  Returns it, or NULL after ending it. */
static struct tracee *
enter(struct trace *tr, struct tracee *parent, pid_t tid)
{
	bool thread = (parent->clone_flags & CLONE_THREAD) != 0;
	pid_t tgid = thread ? parent->process->tgid : tid;
	int slot = region_take(tr->region);
	struct tracee *child = NULL;

	if (slot >= 0)
		child = tracee_add(&tr->m->tracees, tid, tgid, parent->process);
	if (child == NULL) {
		end_task(tid);
		if (slot >= 0) {
			region_give_back(tr->region, (unsigned)slot);
			trace_fail(tr, "out of memory");
		}
		return NULL;
	}
	tr->tasks++;
	child->server = tr;
	child->slot_index = (unsigned)slot;
	child->slot = region_slot(tr->region, child->slot_index);
	inherit_call(parent, child);
	seat_inherit(&tr->seat, parent, child);
	if (!thread)
		child->process->child = parent->process->child &&
		    (parent->clone_flags & CLONE_PARENT) != 0;
	if (!thread && (parent->clone_flags & CLONE_FILES) != 0) {
		parent->process->shares_files = true;
		child->process->shares_files = true;
	}
	if (!thread && (parent->clone_flags & CLONE_VM) != 0) {
		child->process->borrows = true;
		if ((parent->clone_flags & CLONE_VFORK) == 0)
			tr->crew->lent = true;
	}
	if (!thread) {
		int err = tr->hooks->born(tr->hooks->ctx, child->process);

		if (err != 0)
			trace_fail(tr, "the audit cannot be kept: %s",
			    strerror(-err));
	}
	return child;
}

void
birth_announced(struct trace *tr, struct tracee *parent, int status)
{
	struct tracee *child;
	pid_t tid;
	int err = task_told(parent->tid, status, &tid);

	tracee_making(&tr->m->tracees, parent, false);
	/* See birth_end_orphans(). */
	if (err == -ESRCH)
		return;
	if (err != 0) {
		trace_fail(tr, "could not ask whom a process made: %s",
		    strerror(-err));
		task_resume(parent->tid, 0);
		return;
	}
	child = tracee_find(&tr->m->tracees, tid);
	if (child != NULL && child->server != tr) {
		crew_lost(tr, child);
		child = NULL;
	}
	if (child == NULL) {
		bool ended, stopped = unpark(tr, tid, &ended);

		child = ended ? NULL : enter(tr, parent, tid);
		if (child != NULL && tr->crew->ending)
			kill(child->process->tgid, SIGKILL);
		if (child != NULL && stopped)
			birth_first_stop(tr, child);
	}
	task_resume(parent->tid, 0);
}

/* A new process goes to a thread that is less busy: somebody else than it and
 * its parent, which often waits for it, is served here. */
static bool
share(struct trace *tr, struct tracee *t)
{
	struct regs r;

	return t->process->tgid == t->tid && tr->seat.count > 2 &&
	    crew_crowded(tr) && regs_get(t->tid, &r) == 0 &&
	    crew_share(tr, t, &r);
}

void
birth_first_stop(struct trace *tr, struct tracee *t)
{
	bool first = !t->started;

	/* Also the end of a group-stop, whose task may stand in the stub in
	 * the middle of a call of its own: that is left to finish. */
	if (t->pinned && first)
		pin_leave_stub(tr, t);
	t->started = true;
	if (!first || !share(tr, t))
		task_resume(t->tid, 0);
}

/* Is this task a process of its own, and no thread of another? */
static bool
is_process(pid_t tid)
{
	return tgkill(tid, tid, 0) == 0;
}

/* Is anybody whom this member serves in a call that makes a process?  He may be
 * who announces them. */
static bool
any_makes(const struct trace *tr)
{
	for (const struct tracee *t = tr->m->tracees.by_tid; t != NULL;
	     t = t->hh.next)
		if (t->server == tr && t->making)
			return true;
	return false;
}

void
birth_end_orphans(struct trace *tr)
{
	struct parked **at = &tr->parked;

	if (tr->parked == NULL || any_makes(tr))
		return;
	while (*at != NULL) {
		struct parked *p = *at;

		/* A thread ends with its process. */
		if (!p->ended && !is_process(p->tid)) {
			at = &p->next;
			continue;
		}
		if (!p->ended)
			end_task(p->tid);
		*at = p->next;
		free(p);
	}
}

void
birth_unknown(struct trace *tr, pid_t tid, int status)
{
	struct parked *p;
	bool ended;

	if (tid == tr->m->keeper) {
		if (!WIFSTOPPED(status))
			/* A new one would stand outside the job's wall. */
			tr->m->keeper = tr->m->walled ? -ECHILD : 0;
		return;
	}
	unpark(tr, tid, &ended);
	p = tr->crew->ending ? NULL : malloc(sizeof(*p));
	if (p == NULL && WIFSTOPPED(status))
		end_task(tid);
	if (p == NULL && !tr->crew->ending)
		trace_fail(tr, "out of memory");
	if (p == NULL)
		return;
	*p = (struct parked){tr->parked, tid, !WIFSTOPPED(status)};
	tr->parked = p;
	/* It was killed, and runs nothing any more. */
	if (stop_of(status) == STOP_EXIT)
		task_resume(tid, 0);
}

void
birth_kill_parked(struct trace *tr)
{
	while (tr->parked != NULL) {
		pid_t tid = tr->parked->tid;
		bool ended;

		unpark(tr, tid, &ended);
		if (!ended)
			end_task(tid);
	}
}
