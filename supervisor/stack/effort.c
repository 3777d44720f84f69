/* How much time one stack may take: measured at each read, since whatever a
 * hostile process makes long is made of reads. */
#include "stack/effort.h"

#include <time.h>

/* The processor's clock is a system call, the other is none: it is asked only
 * where the other says that it might be time. */
#define LOOK_EVERY 100000u

/* Of the clock on the wall, where we are not let run or a disk is slow. */
#define WALL_MAX (100000000u * PTS_SLOWER)

static uint64_t
clock_ns(clockid_t which)
{
	struct timespec ts;

	clock_gettime(which, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

void
effort_start(struct effort *e, pid_t tid, uint64_t cpu_max_ns)
{
	e->tid = tid;
	e->cpu_max_ns = cpu_max_ns;
	e->late = false;
	e->cpu_started_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	e->started_ns = clock_ns(CLOCK_MONOTONIC);
	e->look_ns = e->started_ns + LOOK_EVERY;
}

bool
effort_left(struct effort *e)
{
	uint64_t now;

	if (e->late)
		return false;
	now = clock_ns(CLOCK_MONOTONIC);
	if (now < e->look_ns)
		return true;
	e->look_ns = now + LOOK_EVERY;
	e->late = now - e->started_ns > WALL_MAX ||
	    clock_ns(CLOCK_THREAD_CPUTIME_ID) - e->cpu_started_ns >
		e->cpu_max_ns;
	return !e->late;
}

uint64_t
effort_lost(const struct effort *e)
{
	return e->late ? clock_ns(CLOCK_THREAD_CPUTIME_ID) - e->cpu_started_ns
		       : 0;
}

bool
effort_read(struct effort *e, uint64_t addr, void *to, size_t len)
{
	return effort_left(e) && mem_read(e->tid, addr, to, len) == 0;
}

void
effort_read_parts(struct effort *e, struct mem_part *part, size_t count)
{
	if (effort_left(e)) {
		mem_read_parts(e->tid, part, count);
		return;
	}
	for (size_t i = 0; i < count; i++)
		part[i].got = 0;
}
