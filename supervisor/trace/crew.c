/* The crew: threads, and how a process changes hands. */
#include "trace/crew.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/spin.h"
#include "trace/state.h"

/* No stack of ours is deeper: a call's big buffers are not on it. */
#define STACK_SIZE (1u << 20)

/* Some 20 us: as long as a call is served. */
#define SPINS 2000u

void
crew_open(struct crew *c, struct trace *first, unsigned most)
{
	unsigned cpus;

	memset(c, 0, sizeof(*c));
	pthread_mutex_init(&c->desk, NULL);
	pthread_cond_init(&c->news, NULL);
	c->member[0] = first;
	c->members = 1;
	if (sched_getaffinity(0, sizeof(c->cpus), &c->cpus) != 0)
		CPU_ZERO(&c->cpus);
	cpus = (unsigned)CPU_COUNT(&c->cpus);
	c->most = most != 0 ? most : cpus;
	if (c->most > CREW_MAX)
		c->most = CREW_MAX;
	pthread_mutex_lock(&c->desk);
}

void
crew_done(struct crew *c)
{
	crew_call_all(c);
	pthread_mutex_unlock(&c->desk);
	for (unsigned i = 1; i < c->members; i++) {
		pthread_join(c->thread[i], NULL);
		free(c->member[i]);
	}
	pthread_cond_destroy(&c->news);
	pthread_mutex_destroy(&c->desk);
}

/* The desk is held for some microseconds: to sleep on it costs more. */
static void
take_desk(struct crew *c)
{
	for (unsigned i = 0; i < SPINS; i++) {
		if (pthread_mutex_trylock(&c->desk) == 0)
			return;
		spin_pause();
	}
	pthread_mutex_lock(&c->desk);
}

pid_t
crew_wait(struct trace *tr, int *status)
{
	pid_t tid;
	int err;

	pthread_mutex_unlock(&tr->crew->desk);
	tid = waitpid(-1, status, __WALL | __WNOTHREAD);
	err = errno;
	take_desk(tr->crew);
	errno = err;
	return tid;
}

void
crew_idle(struct trace *tr, unsigned ms)
{
	struct timespec until;

	if (ms == 0) {
		pthread_cond_wait(&tr->crew->news, &tr->crew->desk);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)ms * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_cond_timedwait(&tr->crew->news, &tr->crew->desk, &until);
}

/* A signal that comes just before waitpid(2) would be lost on it: the seat's
 * clock goes on sending until somebody looked. */
void
crew_call(struct trace *tr)
{
	pthread_cond_broadcast(&tr->crew->news);
	seat_ring(&tr->seat);
}

void
crew_call_all(struct crew *c)
{
	for (unsigned i = 0; i < c->members; i++)
		crew_call(c->member[i]);
}

/* How many tasks keep a member busy. */
static unsigned
busy(const struct trace *tr)
{
	return tr->seat.count + tr->coming;
}

static struct trace *
least_busy(const struct trace *tr)
{
	const struct crew *c = tr->crew;
	struct trace *best = NULL;

	for (unsigned i = 0; i < c->members; i++) {
		struct trace *other = c->member[i];

		if (other != tr && (best == NULL || busy(other) < busy(best)))
			best = other;
	}
	return best;
}

/* A CPU on which nobody sits; -1: none is known. */
static int
free_cpu(const struct crew *c)
{
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		bool taken = !CPU_ISSET((size_t)cpu, &c->cpus);

		for (unsigned i = 0; i < c->members; i++)
			taken = taken || c->member[i]->seat.cpu == cpu;
		if (!taken)
			return cpu;
	}
	return -1;
}

/* All signals but the clock's are for the first thread.  A SIGCHLD that one
 * thread blocks would be kept for another. */
static int
start_thread(struct trace *member, pthread_t *ret)
{
	sigset_t most, before;
	pthread_attr_t attr;
	int err;

	sigfillset(&most);
	sigdelset(&most, SIGALRM);
	sigdelset(&most, SIGCHLD);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	pthread_sigmask(SIG_SETMASK, &most, &before);
	err = pthread_create(ret, &attr, trace_member, member);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return err;
}

/* One more thread, on a CPU of its own.  NULL: there cannot be one. */
static struct trace *
grow(const struct trace *tr)
{
	struct crew *c = tr->crew;
	struct trace *member;
	int cpu = free_cpu(c);

	if (c->members >= c->most || (cpu < 0 && tr->seat.cpu >= 0))
		return NULL;
	member = calloc(1, sizeof(*member));
	if (member == NULL)
		return NULL;
	member->crew = c;
	member->m = tr->m;
	member->region = tr->region;
	member->hooks = tr->hooks;
	member->options = tr->options;
	member->end = tr->end;
	member->seat.cpu = tr->seat.cpu < 0 ? -1 : cpu;
	if (start_thread(member, &c->thread[c->members]) != 0) {
		free(member);
		return NULL;
	}
	c->member[c->members++] = member;
	return member;
}

/* Gives the task back what is its own.  It may have been killed meanwhile: its
 * end will be reported. */
static void
give_back(const struct handed *h)
{
	(void)regs_set(h->t->tid, &h->regs);
	(void)ptrace(PTRACE_SETSIGMASK, h->t->tid, sizeof(h->mask), &h->mask);
}

/* Stops being the task's tracer, and sends it to the parking place.  Returns 0
 * or -errno: then it is as it was, or its end will be reported. */
static int
let_go(struct tracee *t, struct handed *h)
{
	struct regs r = h->regs;
	uint64_t all = ~0ull;

	h->pidfd = (int)syscall(SYS_pidfd_open, t->tid, 0);
	if (h->pidfd < 0)
		return -errno;
	if (ptrace(PTRACE_GETSIGMASK, t->tid, sizeof(h->mask), &h->mask) < 0)
		return -errno;
	regs_skip(&r, 0);
	regs_set_ip(&r, region_park(t->process->base));
	if (ptrace(PTRACE_SETSIGMASK, t->tid, sizeof(all), &all) < 0)
		return -errno;
	if (regs_set(t->tid, &r) == 0 &&
	    ptrace(PTRACE_DETACH, t->tid, 0, 0) == 0)
		return 0;
	/* Killed in the stop, or else as it was. */
	give_back(h);
	return -ESRCH;
}

bool
crew_share(struct trace *tr, struct tracee *t, const struct regs *regs)
{
	struct trace *to = least_busy(tr);
	struct handed *h;

	if (t->process->tasks != 1 || t->process->child ||
	    t->process->base == 0 || t->on_return != NULL || t->exec != NULL ||
	    tr->crew->ending)
		return false;
	if (to == NULL || busy(to) > 0) {
		struct trace *more = grow(tr);

		if (more != NULL)
			to = more;
	}
	h = to != NULL ? calloc(1, sizeof(*h)) : NULL;
	if (h == NULL)
		return false;
	h->t = t;
	h->regs = *regs;
	if (let_go(t, h) != 0) {
		fd_close(&h->pidfd);
		free(h);
		return false;
	}
	h->seated = seat_leave(&tr->seat, t);
	tr->tasks--;
	h->next = to->handed;
	to->handed = h;
	to->coming++;
	crew_call(to);
	return true;
}

/* Is the number that was seized still whom it meant? */
static bool
is_same(const struct handed *h)
{
	return syscall(SYS_pidfd_send_signal, h->pidfd, 0, NULL, 0) == 0;
}

/* Becomes the tracer, and waits until the task is stopped.  Returns 0 and the
 * wait status, or -errno: it is gone. */
static int
seize(const struct handed *h, const struct trace_options *options, int *status)
{
	pid_t tid = h->t->tid;

	int err = trace_seize(tid, options);

	if (err != 0)
		return err;
	if (!is_same(h) || ptrace(PTRACE_INTERRUPT, tid, 0, 0) < 0) {
		(void)ptrace(PTRACE_DETACH, tid, 0, 0);
		return -ESRCH;
	}
	while (waitpid(tid, status, __WALL) != tid)
		if (errno != EINTR)
			return -errno;
	return 0;
}

static void
take_one(struct trace *tr, struct handed *h)
{
	int status =
	    SIGKILL; /* of one that is gone before it could be seized */
	int err = seize(h, tr->options, &status);

	tr->tasks++;
	h->t->server = tr;
	if (err == 0 && WIFSTOPPED(status)) {
		give_back(h);
		seat_arrive(&tr->seat, h->t, h->seated);
		trace_go_on(tr, h->t, status);
	} else {
		/* It must not run on unwatched. */
		if (err != 0 && err != -ESRCH)
			(void)syscall(SYS_pidfd_send_signal, h->pidfd, SIGKILL,
			    NULL, 0);
		trace_ended(tr, h->t, status);
	}
	fd_close(&h->pidfd);
	free(h);
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

bool
crew_crowded(const struct trace *tr)
{
	const struct trace *to = least_busy(tr);

	if (tr->crew->most <= 1 || busy(tr) < 2)
		return false;
	return (to != NULL && busy(to) + 2 <= busy(tr)) ||
	    tr->crew->members < tr->crew->most;
}
