/* The stop loop: waits for the job's tasks and meets each stop. */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/now.h"
#include "call/keeper.h"
#include "trace/birth.h"
#include "trace/clock.h"
#include "trace/job_control.h"
#include "trace/state.h"

/* What every task of the job is seized with; a child inherits it. */
#define SEIZE_OPTIONS                                                          \
	(PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |    \
	    PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACESYSGOOD | \
	    PTRACE_O_EXITKILL)

int
trace_seize(pid_t pid, const struct trace_options *options)
{
	long more = options->see_exits ? PTRACE_O_TRACEEXIT : 0;

	return ptrace(PTRACE_SEIZE, pid, 0, SEIZE_OPTIONS | more) == 0 ? 0
								       : -errno;
}

/* errno of a request to go on that failed though the task was there. */
static atomic_int stuck;

void
task_go(int request, pid_t tid, int sig)
{
	if (ptrace(request, tid, 0, sig) == 0 || errno == ESRCH)
		return;
	stuck = errno;
	kill(tid, SIGKILL);
}

void
task_resume(pid_t tid, int sig)
{
	task_go(PTRACE_CONT, tid, sig);
}

/* Who is killed in a stop goes on to its exit stop, of which it is told what
 * the task will exit with: any number, which the job chooses.  It is the task's
 * if the stop is still that of the event afterwards (ptrace(2):
 * PTRACE_GETSIGINFO). */
int
task_told(pid_t tid, int status, pid_t *ret)
{
	unsigned long message;
	siginfo_t info;

	if (ptrace(PTRACE_GETEVENTMSG, tid, 0, &message) < 0 ||
	    ptrace(PTRACE_GETSIGINFO, tid, 0, &info) < 0)
		return -errno;
	if (info.si_code != status >> 8)
		return -ESRCH;
	*ret = (pid_t)message;
	return 0;
}

/* A task could not go on, and was killed for it. */
static void
tell_stuck(struct trace *tr)
{
	if (stuck != 0 && !tr->crew->ending)
		trace_fail(tr, "a task could not go on: %s", strerror(stuck));
}

void
trace_audited(struct trace *tr, int err)
{
	if (err != 0 && !tr->crew->ending)
		trace_fail(tr, "the audit cannot be kept: %s", strerror(-err));
}

/* A task of this member; NULL: it has none. */
static struct tracee *
any_task(const struct trace *tr)
{
	for (struct tracee *t = tr->m->tracees.by_tid; t != NULL;
	     t = t->hh.next)
		if (t->server == tr)
			return t;
	return NULL;
}

/* Does a task of this member wait for an answer? */
static bool
any_waits(const struct trace *tr)
{
	for (const struct tracee *t = tr->m->tracees.by_tid; t != NULL;
	     t = t->hh.next)
		if (t->server == tr && t->state == TASK_WAITING)
			return true;
	return false;
}

/* The first member's: what is to be done from time to time. */
static void
on_tick(struct trace *tr)
{
	struct crew *c = tr->crew;
	unsigned todo = tr->hooks->tick(tr->hooks->ctx);

	if ((todo & TICK_END) != 0)
		trace_kill_all(tr);
	c->agains += (todo & TICK_AGAIN) != 0;
	for (unsigned i = 0; i < c->members && !c->ending; i++) {
		struct trace *member = c->member[i];

		if (!any_waits(member))
			continue;
		member->look = true;
		/* It may not have come to the last one yet. */
		member->again |= (todo & TICK_AGAIN) != 0;
		crew_call(member);
	}
}

/* Time went by.  Asked after each wait, since in a storm of stops no wait is
 * ever interrupted. */
static void
on_time(struct trace *tr)
{
	seat_tick(&tr->seat);
	tr->crowded = crew_crowded(tr);
	if (tr == tr->crew->member[0] && tr->options->tick_ms != 0 &&
	    !tr->crew->ending)
		on_tick(tr);
}

/* What somebody asked this member to do. */
static void
on_news(struct trace *tr)
{
	crew_take(tr);
	if (tr->look) {
		tr->look = false;
		waiting_meet_signals(tr);
	}
	if (tr->again) {
		tr->again = false;
		settle_waiting(tr);
	}
	/* Those that were born of a task that ended before it could say so. */
	if (tr->crew->ending || tr->m->tracees.tasks == 0)
		birth_kill_parked(tr);
}

/* The kernel says that this member has no task to wait for: it missed their
 * ends.  Where one is there nevertheless, the job cannot be served.  The end of
 * one takes others out of the table. */
static void
lose_all(struct trace *tr, int err)
{
	struct tracee *t;

	while ((t = any_task(tr)) != NULL) {
		if (ptrace(PTRACE_INTERRUPT, t->tid, 0, 0) == 0)
			trace_fail(tr, "could not wait for the job: %s",
			    strerror(err));
		trace_met(tr, t, SIGKILL);
	}
}

/* How often a member without tasks looks for those that nobody announced. */
#define ORPHANS_MS 20u

/* A member has no task: it waits for news, or for a child whose parent was
 * killed before it could announce it.  Returns its number, or -1. */
static pid_t
wait_idly(struct trace *tr, int *status)
{
	pid_t tid = waitpid(-1, status, __WALL | __WNOTHREAD | WNOHANG);

	if (tid > 0)
		return tid;
	crew_idle(tr, tid == 0 ? ORPHANS_MS : tr->options->tick_ms);
	errno = EINTR;
	return -1;
}

/* Serves until nobody is left.  The desk is held alone but for the waiting, and
 * what is met beside others in there. */
static void
serve(struct trace *tr)
{
	while ((tr->m->tracees.tasks > 0 || tr->parked != NULL) &&
	    !trace_hangs(tr)) {
		int status;
		pid_t tid = -1;

		on_news(tr);
		errno = EINTR;
		if (tr->tasks > 0)
			tid = crew_wait(tr, &status);
		else if (tr->m->tracees.tasks > 0)
			tid = wait_idly(tr, &status);
		if (tid < 0 && errno != EINTR)
			lose_all(tr, errno);
		if (clock_rang())
			on_time(tr);
		if (tid > 0)
			trace_stopped(tr, tid, status);
		birth_end_orphans(tr);
		tell_stuck(tr);
	}
}

/* A member has nobody left to serve, and nobody else has. */
static void
leave(struct trace *tr)
{
	seat_done(&tr->seat);
	keeper_stop(tr->m->keeper);
	tr->m->keeper = 0;
	/* Who is left may yet end, and that be met by another member. */
	if (tr->m->tracees.tasks > 0)
		return;
	if (!tr->crew->over)
		tr->hooks->over(tr->hooks->ctx);
	tr->crew->over = true;
	trace_reap_strangers();
}

void *
trace_member(void *member)
{
	struct trace *tr = member;

	crew_take_desk(tr->crew);
	seat_open(&tr->seat, !tr->options->no_seat);
	serve(tr);
	leave(tr);
	crew_leave_desk(tr->crew);
	return NULL;
}

void
trace_run(struct mediator *m, struct region *region, pid_t pid, uint64_t base,
    const struct policy *policy, const struct trace_hooks *hooks,
    const struct trace_options *options, struct trace_end *ret)
{
	struct trace *tr = calloc(1, sizeof(*tr));
	struct tracee *t = NULL;
	struct clock clock;
	struct crew crew;
	int err;

	memset(ret, 0, sizeof(*ret));
	if (tr != NULL)
		t = tracee_add(&m->tracees, pid, pid, NULL);
	if (t == NULL) {
		trace_abandon(pid);
		ret->failed = true;
		snprintf(ret->why, sizeof(ret->why), "out of memory");
		free(tr);
		return;
	}
	*tr = (struct trace){.crew = &crew,
	    .m = m,
	    .region = region,
	    .hooks = hooks,
	    .options = options,
	    .end = ret,
	    .tasks = 1,
	    .seat.cpu = -1};
	crew_open(&crew, tr, options->threads);
	crew.first = pid;
	t->server = tr;
	t->process->child = true;
	t->process->base = base;
	t->process->policy = policy;
	m->bays = region->map + BAYS_AT;
	t->slot_index = (unsigned)region_take(region);
	t->slot = region_slot(region, t->slot_index);
	err = clock_open(&clock, options->tick_ms);
	seat_open(&tr->seat, !options->no_seat);
	if (err != 0)
		trace_fail(tr, "cannot start a clock: %s", strerror(-err));
	trace_audited(tr, hooks->born(hooks->ctx, t->process));
	serve(tr);
	clock_done(&clock);
	leave(tr);
	crew_done(&crew);
	ret->left = m->tracees.tasks;
	tracees_done(&m->tracees);
	free(tr);
}
