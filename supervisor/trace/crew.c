/* The crew: its threads, and what they wait for. */
#include "trace/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/spin.h"
#include "trace/clock.h"
#include "trace/state.h"
#include "tracee/stop.h"

/* No stack of ours is deeper: a call's big buffers are not on it. */
#define STACK_SIZE (1u << 20)

/* Some 20 us: as long as a call is served. */
#define SPINS 2000u

/* What is done with the desk held alone takes its share of a job's time: more
 * threads than these only wait for each other, where nobody asked for them. */
#define MEMBERS_USUAL 4u

/* Would the kernel let another thread take a process over?  Under Yama's
 * ptrace_scope a tracer is an ancestor, which the supervisor is not of who lost
 * its parent (Documentation/admin-guide/LSM/Yama.rst). */
static bool
yama_is_idle(void)
{
	cleanup_fd int fd =
	    open("/proc/sys/kernel/yama/ptrace_scope", O_RDONLY | O_CLOEXEC);
	char scope = '0';

	if (fd < 0)
		return errno == ENOENT;
	return read(fd, &scope, 1) == 1 && scope == '0';
}

/* Who takes orphans in is told of their stops in its first thread, whichever
 * traces them: see crew.h. */
static bool
takes_orphans(void)
{
	int is = 0;

	return getpid() == 1 || prctl(PR_GET_CHILD_SUBREAPER, &is) != 0 ||
	    is != 0;
}

/* How many threads there may be, where `asked` are wanted; 0: not said. */
static unsigned
most_threads(unsigned asked, const cpu_set_t *cpus)
{
	unsigned count = (unsigned)CPU_COUNT(cpus);

	if (takes_orphans() || !yama_is_idle())
		return 1;
	if (asked != 0)
		return asked < CREW_MAX ? asked : CREW_MAX;
	return count < MEMBERS_USUAL ? count : MEMBERS_USUAL;
}

void
crew_open(struct crew *c, struct trace *first, unsigned most)
{
	pthread_rwlockattr_t kind;
	pthread_condattr_t attr;

	memset(c, 0, sizeof(*c));
	pthread_rwlockattr_init(&kind);
	/* Who wants it alone is not kept out by those who come and go. */
	pthread_rwlockattr_setkind_np(&kind,
	    PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&c->desk, &kind);
	pthread_rwlockattr_destroy(&kind);
	pthread_mutex_init(&c->idle, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&c->news, &attr);
	pthread_condattr_destroy(&attr);
	c->member[0] = first;
	c->members = 1;
	if (sched_getaffinity(0, sizeof(c->cpus), &c->cpus) != 0)
		CPU_ZERO(&c->cpus);
	c->most = clock_getcpuclockid(getpid(), &c->alive) == 0
	    ? most_threads(most, &c->cpus)
	    : 1;
	crew_take_desk(c);
}

void
crew_done(struct crew *c)
{
	crew_call_all(c);
	crew_leave_desk(c);
	for (unsigned i = 1; i < c->members; i++) {
		pthread_join(c->thread[i], NULL);
		free(c->member[i]);
	}
	pthread_cond_destroy(&c->news);
	pthread_mutex_destroy(&c->idle);
	pthread_rwlock_destroy(&c->desk);
}

/* The desk is held for some microseconds: to sleep on it costs more. */
void
crew_take_desk(struct crew *c)
{
	for (unsigned i = 0; i < SPINS; i++) {
		if (pthread_rwlock_trywrlock(&c->desk) == 0)
			return;
		spin_pause();
	}
	pthread_rwlock_wrlock(&c->desk);
}

static void
take_desk_beside(struct crew *c)
{
	for (unsigned i = 0; i < SPINS; i++) {
		if (pthread_rwlock_tryrdlock(&c->desk) == 0)
			return;
		spin_pause();
	}
	pthread_rwlock_rdlock(&c->desk);
}

void
crew_leave_desk(struct crew *c)
{
	pthread_rwlock_unlock(&c->desk);
}

/* Has another member tasks?  Beside nobody the desk is better held alone: then
 * no call must be judged anew. */
static bool
has_company(const struct trace *tr)
{
	const struct crew *c = tr->crew;

	for (unsigned i = 0; i < c->members; i++)
		if (c->member[i] != tr && c->member[i]->tasks > 0)
			return true;
	return false;
}

/* Meets the stop beside others; false: it must be met alone. */
static bool
met_beside(struct trace *tr, pid_t tid, int status)
{
	struct crew *c = tr->crew;
	bool count = tr->hooks->settled != NULL;
	enum met met;

	if (stop_of(status) != STOP_SECCOMP)
		return false;
	take_desk_beside(c);
	if (count)
		atomic_fetch_add(&c->beside, 1);
	met = trace_beside(tr, tid);
	if (count)
		atomic_fetch_sub(&c->beside, 1);
	crew_leave_desk(c);
	if (met == MET_JUDGED) {
		crew_take_desk(c);
		met = trace_judged(tr, tid) ? MET_WHOLLY : MET_NOT;
		crew_leave_desk(c);
	}
	return met == MET_WHOLLY;
}

pid_t
crew_wait(struct trace *tr, int *status)
{
	bool company = has_company(tr);
	pid_t tid;
	int err;

	crew_leave_desk(tr->crew);
	do {
		tid = waitpid(-1, status, __WALL | __WNOTHREAD);
		err = errno;
		/* Whoever wants something of this member has its clock ring. */
	} while (tid > 0 && company && !clock_rings() &&
	    met_beside(tr, tid, *status));
	crew_take_desk(tr->crew);
	errno = err;
	return tid;
}

void
crew_idle(struct trace *tr, unsigned ms)
{
	struct crew *c = tr->crew;
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)ms * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	/* Taken before the desk is left, so that no news come between. */
	pthread_mutex_lock(&c->idle);
	crew_leave_desk(c);
	if (ms == 0)
		pthread_cond_wait(&c->news, &c->idle);
	else
		pthread_cond_timedwait(&c->news, &c->idle, &until);
	pthread_mutex_unlock(&c->idle);
	crew_take_desk(c);
}

/* A signal that comes just before waitpid(2) would be lost on it: the seat's
 * clock goes on sending until somebody looked. */
void
crew_call(struct trace *tr)
{
	pthread_mutex_lock(&tr->crew->idle);
	pthread_cond_broadcast(&tr->crew->news);
	pthread_mutex_unlock(&tr->crew->idle);
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

bool
crew_crowded(const struct trace *tr)
{
	const struct trace *to = least_busy(tr);

	if (tr->crew->most <= 1 || busy(tr) < 2)
		return false;
	return (to != NULL && busy(to) + 2 <= busy(tr)) ||
	    tr->crew->members < tr->crew->most;
}

struct trace *
crew_whom(const struct trace *tr)
{
	struct trace *to = least_busy(tr), *more = NULL;

	if (to == NULL || busy(to) > 0)
		more = grow(tr);
	return more != NULL ? more : to;
}
