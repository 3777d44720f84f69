/* Each kind of stop, met. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "base/now.h"
#include "trace/birth.h"
#include "trace/job_control.h"
#include "trace/state.h"

static void
forget(struct trace *tr, struct tracee *t)
{
	seat_forget(&tr->seat, t);
	call_let_go(tr->m, t);
	region_give_back(tr->region, t->slot_index);
	tracee_remove(&tr->m->tracees, t);
	tr->tasks--;
	if (tr->m->tracees.tasks == 0)
		crew_call_all(tr->crew);
}

/* Forgets whoever else is in the table as a thread of p.  A leader's end is
 * reported after every other thread's; one that is still there was killed in
 * the middle of an exec, when it had taken the leader's number already. */
static void
forget_others(struct trace *tr, struct process *p, const struct tracee *leader)
{
	struct tracee *t, *next;

	if (p->tasks == 1)
		return;
	HASH_ITER(hh, tr->m->tracees.by_tid, t, next) {
		if (t->process == p && t != leader)
			forget(tr, t);
	}
}

/* A task ended; with the last of a process, the process. */
static void
on_end(struct trace *tr, struct tracee *t, int status)
{
	struct process *p = t->process;
	pid_t tgid = p->tgid;

	tr->crew->ending_ns = now_ns();
	if (t->tid == tgid) {
		forget_others(tr, p, t);
		trace_audited(tr, tr->hooks->ended(tr->hooks->ctx, p, status));
		if (tgid == tr->crew->first) {
			tr->crew->first_ended = true;
			tr->end->status = status;
			job_control_forget();
		}
	}
	forget(tr, t);
	if (tr->crew->first_ended && !tr->crew->ending &&
	    tr->options->end_when == END_WITH_FIRST)
		trace_kill_all(tr);
}

/* exec by a thread that is not the leader: it goes on under the leader's
 * number, and the leader is gone without a word (ptrace(2), BUGS).  NULL: it
 * was killed. */
static struct tracee *
after_exec(struct trace *tr, struct tracee *t, int status)
{
	struct tracee *former;
	pid_t tid;
	int err = task_told(t->tid, status, &tid);

	if (err == -ESRCH)
		return NULL;
	if (err != 0)
		trace_fail(tr, "could not ask who started a program: %s",
		    strerror(-err));
	if (err != 0 || tid == t->tid)
		return t;
	former = tracee_find(&tr->m->tracees, tid);
	if (former == NULL || former->process != t->process)
		return t;
	forget(tr, t);
	tracee_rename(&tr->m->tracees, former, former->process->tgid);
	return former;
}

/* The process is now what was judged. */
static void
become(struct trace *tr, struct tracee *t)
{
	struct process *p = t->process;
	struct exec_plan *plan = t->exec;

	creds_exec(&p->creds);
	p->policy = plan->policy;
	free(p->program);
	free(p->image);
	p->program = plan->path;
	p->image = plan->image;
	p->loaded = plan->load != NULL;
	p->borrows = false;
	p->respelled = 0;
	plan->path = NULL;
	plan->image = NULL;
	exec_plan_free(plan);
	t->exec = NULL;
	call_let_go(tr->m, t);
	t->pinned = false;
	tracee_forget_return(t);
	trace_audited(tr, tr->hooks->execed(tr->hooks->ctx, p));
}

static void
on_exec(struct trace *tr, struct tracee *t, int status)
{
	const char *why = "";
	int err;

	t = after_exec(tr, t, status);
	if (t == NULL)
		return;
	t->process->base = 0;
	err = inject_image(tr, t, &status, &why);
	switch (err) {
	case 0:
		become(tr, t);
		/* A skipped call's answer stands in its registers. */
		task_resume(t->tid, 0);
		return;
	case -ESRCH:
		if (WIFEXITED(status) || WIFSIGNALED(status))
			on_end(tr, t, status);
		return;
	case -EMFILE:
		why = "its limit on descriptors leaves none for what we map";
		__attribute__((fallthrough));
	case -EPERM:
		/* The old image is gone: there is nobody to give an errno. */
		kill(t->process->tgid, SIGKILL);
		task_resume(t->tid, 0);
		trace_audited(tr,
		    tr->hooks->betrayed(tr->hooks->ctx, t->process, why));
		return;
	default:
		trace_fail(tr, "could not map the region into %s: %s",
		    t->exec != NULL ? t->exec->path : "a program",
		    strerror(-err));
		task_resume(t->tid, 0);
	}
}

/* A group-stop: PTRACE_LISTEN keeps the task stopped, and lets SIGCONT end it,
 * as without us. */
static void
on_group_stop(struct trace *tr, struct tracee *t)
{
	t->state = TASK_STOPPED;
	task_go(PTRACE_LISTEN, t->tid, 0);
	if (t->tid == tr->crew->first)
		job_control_follow(tr->crew->first);
}

static void
on_signal(struct trace *tr, struct tracee *t, int status)
{
	if (t->process->tgid == tr->crew->first)
		job_control_note(t->tid, WSTOPSIG(status));
	/* Its handler must find the job's registers, not the stub's. */
	pin_leave_stub(tr, t);
	task_resume(t->tid, WSTOPSIG(status));
}

/* About to end: no other stop of it comes. */
static void
on_exit_stop(struct trace *tr, struct tracee *t)
{
	t->exclusive = false;
	tr->hooks->leaving(tr->hooks->ctx, t);
	task_resume(t->tid, 0);
}

static void on_stop(struct trace *tr, struct tracee *t, int status);

/* A call whose result must be looked at before anybody else of the job can act
 * again: its exit stop is waited for.  Such calls do not block; but a thread
 * beside it may end them all meanwhile. */
static void
on_call(struct trace *tr, struct tracee *t)
{
	pid_t tid = t->tid;
	int status;

	settle_call(tr, t);
	while (
	    (t = tracee_find(&tr->m->tracees, tid)) != NULL && t->exclusive) {
		if (task_wait(tid, &status) == tid)
			on_stop(tr, t, status);
		else /* its end is met when it is reported */
			t->exclusive = false;
	}
}

static void
on_stop(struct trace *tr, struct tracee *t, int status)
{
	t->state = TASK_RUNNING;
	switch (stop_of(status)) {
	case STOP_EXITED:
	case STOP_KILLED: on_end(tr, t, status); return;
	case STOP_SECCOMP: on_call(tr, t); return;
	case STOP_SYSCALL: settle_return(tr, t); return;
	case STOP_FORK: birth_announced(tr, t, status); return;
	case STOP_EXEC: on_exec(tr, t, status); return;
	case STOP_GROUP: on_group_stop(tr, t); return;
	case STOP_SIGNAL: on_signal(tr, t, status); return;
	case STOP_NEW: birth_first_stop(tr, t); return;
	case STOP_VFORK_DONE: task_resume(t->tid, 0); return;
	case STOP_EXIT: on_exit_stop(tr, t); return;
	case STOP_UNKNOWN:
		trace_fail(tr, "a stop that this version does not know: %#x",
		    (unsigned)status);
		task_resume(t->tid, 0);
		return;
	}
}

/* While everything is being killed a task may still be born or stop. */
static void
on_stop_while_ending(struct trace *tr, struct tracee *t, int status)
{
	enum stop stop = stop_of(status);

	if (stop == STOP_EXITED || stop == STOP_KILLED) {
		on_end(tr, t, status);
		return;
	}
	kill(t->process->tgid, SIGKILL);
	if (stop == STOP_FORK)
		birth_announced(tr, t, status);
	else if (stop == STOP_EXIT)
		on_exit_stop(tr, t);
	else
		task_resume(t->tid, 0);
}

void
trace_met(struct trace *tr, struct tracee *t, int status)
{
	if (tr->crew->ending)
		on_stop_while_ending(tr, t, status);
	else
		on_stop(tr, t, status);
}

void
trace_stopped(struct trace *tr, pid_t tid, int status)
{
	struct tracee *t = tracee_find(&tr->m->tracees, tid);

	/* Another member's: it was announced after this one's end, which was
	 * not met yet. */
	if (t == NULL || t->server != tr)
		birth_unknown(tr, tid, status);
	else
		trace_met(tr, t, status);
}

enum met
trace_beside(struct trace *tr, pid_t tid)
{
	struct tracee *t = tracee_find(&tr->m->tracees, tid);

	/* Whoever asked this member for something is not kept waiting. */
	if (tr->crew->ending || tr->handed != NULL || tr->look || tr->again ||
	    tr->parked != NULL || t == NULL || t->server != tr)
		return MET_NOT;
	tr->agains = tr->crew->agains;
	return settle_beside(tr, t);
}

/* While the desk was changing hands the rules may have changed, and the task
 * may have been lost (crew_lost()): another member does not make one of this
 * member's, so it is the same if it is there. */
bool
trace_judged(struct trace *tr, pid_t tid)
{
	struct tracee *t = tracee_find(&tr->m->tracees, tid);
	bool holds = t != NULL && t == tr->call.task && t->server == tr &&
	    !tr->crew->ending && tr->agains == tr->crew->agains;

	if (holds)
		settle_judged(tr, t);
	else
		call_done(&tr->call);
	return holds;
}
