/* The clocks of the loop. */
#include "trace/clock.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static volatile sig_atomic_t rang;

static void
on_alarm(int sig)
{
	(void)sig; /* and waitpid(2) returns EINTR */
	rang = 1;
}

int
clock_open(struct clock *c, unsigned tick_ms)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGALRM};
	struct itimerspec every = {0};
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_alarm;
	sigaction(SIGALRM, &sa, NULL);
	c->ticking = false;
	if (tick_ms == 0)
		return 0;
	if (timer_create(CLOCK_MONOTONIC, &event, &c->timer) < 0)
		return -errno;
	c->ticking = true;
	every.it_interval.tv_sec = tick_ms / 1000;
	every.it_interval.tv_nsec = (long)(tick_ms % 1000) * 1000000;
	every.it_value = every.it_interval;
	return timer_settime(c->timer, 0, &every, NULL) < 0 ? -errno : 0;
}

bool
clock_rang(void)
{
	bool did = rang != 0;

	if (did)
		rang = 0;
	return did;
}

void
clock_done(struct clock *c)
{
	if (c->ticking)
		timer_delete(c->timer);
	c->ticking = false;
}
