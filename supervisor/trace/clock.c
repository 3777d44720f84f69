/* The clocks of the loop. */
#include "trace/clock.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Not named by every version of the C library: timer_create(2). */
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

/* Each thread has clocks of its own. */
static _Thread_local volatile sig_atomic_t rang;

static void
on_alarm(int sig)
{
	(void)sig; /* and waitpid(2) returns EINTR */
	rang = 1;
}

int
clock_make(timer_t *ret)
{
	struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
	    .sigev_signo = SIGALRM};

	event.sigev_notify_thread_id = gettid();
	return timer_create(CLOCK_MONOTONIC, &event, ret) < 0 ? -errno : 0;
}

int
clock_open(struct clock *c, unsigned tick_ms)
{
	struct itimerspec every = {0};
	struct sigaction sa;
	int err;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_alarm;
	sigaction(SIGALRM, &sa, NULL);
	c->ticking = false;
	if (tick_ms == 0)
		return 0;
	err = clock_make(&c->timer);
	if (err != 0)
		return err;
	c->ticking = true;
	every.it_interval.tv_sec = tick_ms / 1000;
	every.it_interval.tv_nsec = (long)(tick_ms % 1000) * 1000000;
	every.it_value = every.it_interval;
	return timer_settime(c->timer, 0, &every, NULL) < 0 ? -errno : 0;
}

bool
clock_rings(void)
{
	return rang != 0;
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
