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
#include "trace/state.h"

/* No stack of ours is deeper: a call's big buffers are not on it. */
#define STACK_SIZE (1u << 20)

/* Some 20 us: as long as a call is served. */
#define SPINS 2000u

/* What is done at the desk takes about half of a call's time: more threads
 * than these only wait for each other, where nobody asked for them. */
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
	pthread_condattr_t attr;

	memset(c, 0, sizeof(*c));
	pthread_mutex_init(&c->desk, NULL);
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
	clock_gettime(CLOCK_MONOTONIC, &until);
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
