/* The process that passes the job's output on.  It ends when told to, and when
 * the supervisor has: what there is to pass on is passed on first. */
#ifndef PTS_LIMIT_PUMP_H
#define PTS_LIMIT_PUMP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What the pump tells, in memory that it shares with the supervisor. */
struct output_tally {
	atomic_bool over; /* there was more than the limit */
	atomic_bool done; /* it ended as it should */
	atomic_int err;   /* errno of what failed; 0: nothing */
};

struct output_pump {
	int from[2];   /* the job's standard output and error; -1: none */
	int to[2];     /* where it goes; -1: our own standard files */
	int life;      /* takes a byte when it is ready; a byte on it: pass on
	                  what there is, and end; its end: the same within a
	                  second */
	uint64_t most; /* bytes that are passed on */
	struct output_tally *tally;
};

/* Becomes the pump, a struct output_pump. */
void output_pump_run(const void *pump) __attribute__((noreturn));

#endif /* PTS_LIMIT_PUMP_H */
