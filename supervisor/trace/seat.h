/* Placement: a task that stops often is held on the supervisor's own CPU, since
 * waking a task on another CPU costs ten times the stop itself; a task that has
 * been quiet is let go, so that computing threads spread out.  The job does not
 * see it: its affinity calls are answered from the task's `mask`. */
#ifndef PTS_TRACE_SEAT_H
#define PTS_TRACE_SEAT_H

#include <stdbool.h>
#include <time.h>

#include "tracee/tracee.h"

struct seat {
	int cpu;               /* ours; -1: no seating */
	struct tracee *seated; /* list, by seat_next and seat_prev */
	unsigned count;        /* of these */
	bool has_timer, ticking;
	timer_t timer; /* sends SIGALRM to the thread */
};

/* The seat of the calling thread: binds it to s->cpu, or with -1 there to the
 * CPU it runs on.  `wanted` false: placement is left to the kernel. */
void seat_open(struct seat *s, bool wanted);

/* Lets everything go and stops the clock. */
void seat_done(struct seat *s);

/* A task stopped at a call: counts, and seats it when it is chatty. */
void seat_note(struct seat *s, struct tracee *t);

/* Seats a task now: it is about to stop many times (an exec). */
void seat_take(struct seat *s, struct tracee *t);

/* A new task inherits its parent's affinity, and with it the seat. */
void seat_inherit(struct seat *s, const struct tracee *parent,
    struct tracee *child);

/* A task goes to another thread, with the CPUs that the job gave it.  Returns
 * whether it was seated: then it is to be there, too. */
bool seat_leave(struct seat *s, struct tracee *t);

/* The clock's signal is sent at once, and until seat_tick() finds nobody
 * seated. */
void seat_ring(struct seat *s);

/* Before a task is forgotten. */
void seat_forget(struct seat *s, struct tracee *t);

/* Lets go who has been quiet.  Called after the clock's signal (SIGALRM). */
void seat_tick(struct seat *s);

#endif /* PTS_TRACE_SEAT_H */
