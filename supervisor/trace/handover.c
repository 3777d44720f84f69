/* How a process changes hands between two threads of the supervisor.
 *
 * Between the detach and the seize nobody traces it.  It runs the stub's
 * parking place and nothing else: its registers lead there, all signals that
 * can be blocked are, SIGSTOP only stops it, and a call that the filter sends
 * to a tracer is answered ENOSYS.  It leaves the place by being seized, by
 * SIGKILL, or by ending itself when the supervisor is gone. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "trace/crew.h"
#include "trace/state.h"

/* The parking place's argument: see tracee-stub/region.h. */
#define PARK_CLOCK 4

/* Gives the task back what is its own.  It may have been killed meanwhile: its
 * end will be reported.  That another's cannot be given back ends the job: it
 * would go on with what is ours. */
static void
give_back(struct trace *tr, const struct handed *h)
{
	pid_t tid = h->t->tid;
	int err = regs_set(tid, &h->regs);

	if (err == 0 &&
	    ptrace(PTRACE_SETSIGMASK, tid, sizeof(h->mask), &h->mask) < 0)
		err = -errno;
	if (err != 0 && err != -ESRCH)
		trace_fail(tr, "could not give pid %d its registers back: %s",
		    (int)tid, strerror(-err));
}

/* Stops being the task's tracer, and sends it to the parking place.  Returns 0
 * or -errno: then it is as it was, or its end will be reported. */
static int
let_go(struct trace *tr, struct handed *h)
{
	pid_t tid = h->t->tid;
	struct regs r = h->regs;
	uint64_t all = ~0ull;

	h->pidfd = (int)syscall(SYS_pidfd_open, tid, 0);
	if (h->pidfd < 0)
		return -errno;
	if (ptrace(PTRACE_GETSIGMASK, tid, sizeof(h->mask), &h->mask) < 0)
		return -errno;
	regs_skip(&r, 0);
	regs_set_ip(&r, region_park(h->t->process->base));
	regs_set_arg(&r, PARK_CLOCK, (uint64_t)tr->crew->alive);
	if (ptrace(PTRACE_SETSIGMASK, tid, sizeof(all), &all) < 0)
		return -errno;
	if (regs_set(tid, &r) == 0 && ptrace(PTRACE_DETACH, tid, 0, 0) == 0)
		return 0;
	/* Killed in the stop, or else as it was. */
	give_back(tr, h);
	return -ESRCH;
}

static void
handed_free(struct handed *h)
{
	fd_close(&h->pidfd);
	free(h);
}

/* May it change hands?  It is alone in its process, and what happens next to it
 * is nothing that this thread began. */
static bool
can_go(const struct trace *tr, const struct tracee *t)
{
	const struct process *p = t->process;

	return p->tasks == 1 && !p->child && p->base != 0 &&
	    t->on_return == NULL && t->exec == NULL && !tr->crew->ending;
}

bool
crew_share(struct trace *tr, struct tracee *t, const struct regs *regs)
{
	struct trace *to = can_go(tr, t) ? crew_whom(tr) : NULL;
	struct handed *h = to != NULL ? calloc(1, sizeof(*h)) : NULL;

	if (h == NULL)
		return false;
	h->t = t;
	h->regs = *regs;
	h->seated = seat_leave(&tr->seat, t);
	/* Should it be killed on its way, nobody sees it end. */
	if (tr->options->see_exits)
		tr->hooks->leaving(tr->hooks->ctx, t);
	if (let_go(tr, h) != 0) {
		if (h->seated)
			seat_take(&tr->seat, t);
		handed_free(h);
		return false;
	}
	t->server = NULL;
	tr->tasks--;
	h->next = to->handed;
	to->handed = h;
	to->coming++;
	crew_call(to);
	return true;
}

/* Has the process ended?  That is also what the kernel forbids to seize. */
static bool
has_ended(const struct handed *h)
{
	struct pollfd p = {h->pidfd, POLLIN, 0};

	return poll(&p, 1, 0) > 0;
}

/* Who was seized is a stranger, with the number of one that is gone: it goes on
 * as it was.  PTRACE_DETACH wants it stopped. */
static void
leave_alone(pid_t tid)
{
	int status;

	if (ptrace(PTRACE_INTERRUPT, tid, 0, 0) == 0 &&
	    task_wait(tid, &status) == tid && WIFSTOPPED(status))
		(void)ptrace(PTRACE_DETACH, tid, 0,
		    stop_of(status) == STOP_SIGNAL ? WSTOPSIG(status) : 0);
}

/* Becomes the tracer, and waits until the task is stopped.  Returns 0 and the
 * wait status, or -errno; -ESRCH: it is gone. */
static int
seize(const struct handed *h, const struct trace_options *options, int *status)
{
	pid_t tid = h->t->tid;
	int err = trace_seize(tid, options);

	if (err != 0)
		return has_ended(h) ? -ESRCH : err;
	/* Is the number that was seized still whom it meant? */
	if (syscall(SYS_pidfd_send_signal, h->pidfd, 0, NULL, 0) != 0) {
		leave_alone(tid);
		return -ESRCH;
	}
	/* Who was killed is to be reaped nevertheless. */
	if (ptrace(PTRACE_INTERRUPT, tid, 0, 0) < 0 && errno != ESRCH)
		return -errno;
	while (waitpid(tid, status, __WALL) != tid)
		if (errno != EINTR)
			return -errno;
	return 0;
}

static void
take_one(struct trace *tr, struct handed *h)
{
	struct tracee *t = h->t;
	int status = SIGKILL; /* nothing else ends who is on its way */
	int err = seize(h, tr->options, &status);

	tr->tasks++;
	t->server = tr;
	if (err != 0 && err != -ESRCH) {
		/* It must not run on unwatched. */
		(void)syscall(SYS_pidfd_send_signal, h->pidfd, SIGKILL, NULL,
		    0);
		trace_fail(tr,
		    "could not go on tracing pid %d in another thread: %s",
		    (int)t->tid, strerror(-err));
	}
	if (err == 0 && WIFSTOPPED(status)) {
		give_back(tr, h);
		if (h->seated)
			seat_take(&tr->seat, t);
	}
	trace_met(tr, t, status);
	handed_free(h);
}

void
crew_take(struct trace *tr)
{
	while (tr->handed != NULL) {
		struct handed *h = tr->handed;

		tr->handed = h->next;
		tr->coming--;
		take_one(tr, h);
	}
}

/* Takes t off the list of those that go to `to`; false: it is not there. */
static bool
call_off(struct trace *to, const struct tracee *t)
{
	for (struct handed **at = &to->handed; *at != NULL; at = &(*at)->next) {
		struct handed *h = *at;

		if (h->t != t)
			continue;
		*at = h->next;
		to->coming--;
		handed_free(h);
		return true;
	}
	return false;
}

void
crew_lost(struct trace *tr, struct tracee *t)
{
	const struct crew *c = tr->crew;

	for (unsigned i = 0; t->server == NULL && i < c->members; i++) {
		if (!call_off(c->member[i], t))
			continue;
		t->server = c->member[i];
		t->server->tasks++;
	}
	if (t->server != NULL)
		trace_met(t->server, t, SIGKILL);
}
