/* The process that passes the job's output on.  Nobody but the supervisor can
 * reach it: it is no process of the job, in a session of its own, and no signal
 * but SIGKILL ends it. */
#include "limit/pump.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/now.h"

/* What can be written without waiting once poll(2) says so: PIPE_BUF. */
#define CHUNK 4096

#define HASTE_NS NS_PER_S

enum {
	OUT_FROM = 3, /* + 0 and 1 */
	LIFE = 5,
	FIRST_FREE = 6
};

enum mood {
	GOING,
	ENDING, /* the job has ended */
	HASTY,  /* and nobody waits */
};

struct state {
	const struct output_pump *p;
	bool open[2];
	enum mood mood;
	uint64_t until_ns; /* HASTY */
	uint64_t passed;
};

/* Only what is needed is left, at fixed numbers. */
static bool
settle(struct state *s)
{
	const int from[3] = {s->p->from[0], s->p->from[1], s->p->life};
	int safe[3];

	for (int i = 0; i < 3; i++) {
		safe[i] =
		    from[i] < 0 ? -1 : fcntl(from[i], F_DUPFD_CLOEXEC, 16);
		if (from[i] >= 0 && safe[i] < 0)
			return false;
	}
	for (int i = 0; i < 2; i++)
		if (s->p->to[i] >= 0 &&
		    dup2(s->p->to[i], STDOUT_FILENO + i) < 0)
			return false;
	for (int i = 0; i < 3; i++) {
		/* What stands there may be the supervisor's end. */
		if (safe[i] < 0)
			(void)close(OUT_FROM + i);
		else if (dup2(safe[i], OUT_FROM + i) < 0)
			return false;
	}
	for (int i = 0; i < 2; i++)
		s->open[i] = safe[i] >= 0;
	(void)close(STDIN_FILENO);
	return syscall(SYS_close_range, (unsigned)FIRST_FREE, ~0u, 0u) == 0;
}

static void
hurry(struct state *s)
{
	if (s->mood != HASTY)
		s->until_ns = now_ns() + HASTE_NS;
	s->mood = HASTY;
}

/* What poll(2) said of the supervisor. */
static void
note_life(struct state *s, short revents)
{
	char byte;
	ssize_t n;

	if ((revents & (POLLIN | POLLHUP | POLLERR)) == 0)
		return;
	do
		n = read(LIFE, &byte, 1);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		hurry(s);
	else if (s->mood == GOING)
		s->mood = ENDING;
}

/* Waits for one of two descriptors, the second being the supervisor's. */
static short
wait_for(struct state *s, int fd, short events)
{
	struct pollfd p[2] = {
	    {.fd = fd,			   .events = events},
	    {.fd = s->mood == HASTY ? -1 : LIFE, .events = POLLIN}
        };
	int n;

	n = poll(p, 2, s->mood == HASTY ? 50 : -1);
	if (n < 0)
		return 0;
	note_life(s, p[1].revents);
	return p[0].revents;
}

static bool
out_of_time(const struct state *s)
{
	return s->mood == HASTY && now_ns() > s->until_ns;
}

/* Writes all.  False: it cannot be. */
static bool
put(struct state *s, int to, const char *bytes, size_t len)
{
	while (len > 0) {
		short ready = wait_for(s, to, POLLOUT);
		ssize_t n;

		if (out_of_time(s))
			return false;
		if (ready == 0)
			continue;
		n = write(to, bytes, len);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n < 0) {
			/* A reader that went away is met by the job itself. */
			if (errno != EPIPE)
				atomic_store(&s->p->tally->err, errno);
			return false;
		}
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Passes on one piece of stream i.  False: there is none now. */
static bool
pass(struct state *s, int i)
{
	char bytes[CHUNK];
	ssize_t n = read(OUT_FROM + i, bytes, sizeof(bytes));
	uint64_t room = s->p->most - s->passed;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	if (n > 0 && (uint64_t)n > room) {
		(void)put(s, STDOUT_FILENO + i, bytes, (size_t)room);
		s->passed += room;
		atomic_store(&s->p->tally->over, true);
		return true;
	}
	if (n > 0 && put(s, STDOUT_FILENO + i, bytes, (size_t)n)) {
		s->passed += (uint64_t)n;
		return true;
	}
	if (n < 0)
		atomic_store(&s->p->tally->err, errno);
	/* No writer is left; or nobody reads: the job's next write tells it. */
	(void)close(OUT_FROM + i);
	s->open[i] = false;
	return n > 0;
}

/* One round: passes on what there is.  False: there was nothing. */
static bool
turn(struct state *s)
{
	struct pollfd p[3] = {
	    {.fd = s->open[0] ? OUT_FROM : -1,     .events = POLLIN},
	    {.fd = s->open[1] ? OUT_FROM + 1 : -1, .events = POLLIN},
	    {.fd = s->mood == GOING ? LIFE : -1,   .events = POLLIN}
        };
	bool any = false;

	/* What is over the limit stays where it is; the job is ended soon. */
	if (atomic_load(&s->p->tally->over))
		p[0].fd = p[1].fd = -1;
	if (poll(p, 3, s->mood == GOING ? -1 : 0) < 0)
		return errno == EINTR;
	note_life(s, p[2].revents);
	for (int i = 0; i < 2; i++)
		if (p[i].revents != 0)
			any |= pass(s, i);
	return any;
}

void
output_pump_run(const void *pump)
{
	struct state s = {.p = pump};
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	(void)setsid();
	prctl(PR_SET_NAME, "ptsandbox-out");
	(void)prctl(PR_SET_DUMPABLE, 0);
	if (chdir("/") != 0 || !settle(&s) || fd_write(LIFE, "r", 1) != 0) {
		atomic_store(&s.p->tally->err, errno);
		_exit(1);
	}
	for (;;) {
		enum mood before = s.mood;
		bool any = turn(&s);

		/* When the job had ended before we looked, nothing is all. */
		if (before != GOING && (!any || out_of_time(&s))) {
			atomic_store(&s.p->tally->done, true);
			_exit(0);
		}
	}
}
