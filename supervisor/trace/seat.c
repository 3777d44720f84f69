/* Placement of the job's tasks. */
#include "trace/seat.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/now.h"
#include "trace/clock.h"

/* A task is chatty when this many stops came, each within CLOSE_NS of the one
 * before; it is quiet QUIET_NS after its last stop. */
#define CHATTY_STOPS 3u
#define CLOSE_NS     1000000u
#define QUIET_NS     4000000u
#define TICK_NS      4000000

/* Rings first in so many nanoseconds, 0: not at all. */
static void
start_clock(struct seat *s, long first_ns)
{
	struct itimerspec every = {0};

	if (!s->has_timer)
		return;
	if (first_ns != 0) {
		every.it_interval.tv_nsec = TICK_NS;
		every.it_value.tv_nsec = first_ns;
	}
	s->ticking =
	    timer_settime(s->timer, 0, &every, NULL) == 0 && first_ns != 0;
}

/* The clock runs only while somebody is seated: an idle job costs nothing. */
static void
set_clock(struct seat *s, bool on)
{
	if (s->ticking != on)
		start_clock(s, on ? TICK_NS : 0);
}

void
seat_ring(struct seat *s)
{
	start_clock(s, 1);
}

void
seat_open(struct seat *s, bool wanted)
{
	cpu_set_t one;
	int cpu = s->cpu >= 0 ? s->cpu : sched_getcpu();

	s->cpu = -1;
	s->seated = NULL;
	s->count = 0;
	s->ticking = false;
	s->has_timer = clock_make(&s->timer) == 0;
	if (!wanted)
		return;
	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return;
	CPU_ZERO(&one);
	CPU_SET((size_t)cpu, &one);
	if (sched_setaffinity(0, sizeof(one), &one) == 0)
		s->cpu = cpu;
}

static void
link_in(struct seat *s, struct tracee *t)
{
	t->seated = true;
	t->seat_prev = NULL;
	t->seat_next = s->seated;
	if (s->seated != NULL)
		s->seated->seat_prev = t;
	s->seated = t;
	s->count++;
	set_clock(s, true);
}

void
seat_forget(struct seat *s, struct tracee *t)
{
	if (!t->seated)
		return;
	if (t->seat_prev != NULL)
		t->seat_prev->seat_next = t->seat_next;
	else
		s->seated = t->seat_next;
	if (t->seat_next != NULL)
		t->seat_next->seat_prev = t->seat_prev;
	t->seated = false;
	s->count--;
	if (s->seated == NULL)
		set_clock(s, false);
}

static void
let_go(struct seat *s, struct tracee *t)
{
	seat_forget(s, t);
	t->recent_stops = 0;
	/* A task that is gone needs no CPU. */
	(void)sched_setaffinity(t->tid, sizeof(t->mask), &t->mask);
}

bool
seat_leave(struct seat *s, struct tracee *t)
{
	bool was = t->seated;

	if (was)
		let_go(s, t);
	return was;
}

void
seat_take(struct seat *s, struct tracee *t)
{
	cpu_set_t one;

	t->last_stop_ns = now_ns();
	if (s->cpu < 0 || t->seated)
		return;
	if (sched_getaffinity(t->tid, sizeof(t->mask), &t->mask) < 0)
		return;
	t->mask_known = true;
	/* The job asked for other CPUs: that is its right. */
	if (!CPU_ISSET((size_t)s->cpu, &t->mask) || CPU_COUNT(&t->mask) == 1)
		return;
	CPU_ZERO(&one);
	CPU_SET((size_t)s->cpu, &one);
	if (sched_setaffinity(t->tid, sizeof(one), &one) == 0)
		link_in(s, t);
}

void
seat_note(struct seat *s, struct tracee *t)
{
	uint64_t now;

	if (s->cpu < 0)
		return;
	now = now_ns();
	if (now - t->last_stop_ns < CLOSE_NS)
		t->recent_stops++;
	else
		t->recent_stops = 0;
	t->last_stop_ns = now;
	if (!t->seated && t->recent_stops >= CHATTY_STOPS)
		seat_take(s, t);
}

void
seat_inherit(struct seat *s, const struct tracee *parent, struct tracee *child)
{
	if (!parent->seated)
		return;
	child->mask = parent->mask;
	child->mask_known = true;
	child->last_stop_ns = now_ns();
	link_in(s, child);
}

void
seat_tick(struct seat *s)
{
	uint64_t now = now_ns();
	struct tracee *t, *next;

	if (s->seated == NULL)
		set_clock(s, false);
	for (t = s->seated; t != NULL; t = next) {
		next = t->seat_next;
		if (now - t->last_stop_ns > QUIET_NS)
			let_go(s, t);
	}
}

void
seat_done(struct seat *s)
{
	while (s->seated != NULL)
		let_go(s, s->seated);
	if (s->has_timer)
		timer_delete(s->timer);
	s->has_timer = false;
}
