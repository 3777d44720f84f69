/* How much the job uses, and whether that is too much.
 *
 * Processor time and written bytes are counted as they grow: what a task or a
 * process had at the last look is kept in it (tracee.h), and a last look is
 * taken when it is about to end.  Memory is summed at each look.  No look may
 * take more than a small part of the time. */
#ifndef PTS_LIMIT_WATCH_H
#define PTS_LIMIT_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "call/call.h"
#include "limit.h"

struct output;

/* When something may be looked at again. */
struct pace {
	uint64_t next_ns;
};

struct watch {
	const struct limits *limits;
	struct mediator *m;
	const struct output *output; /* where it is limited */
	bool tell;                   /* somebody will ask what was used */
	uint64_t start_ns, end_ns;   /* of the job; 0: not yet */
	bool hit;                    /* `which` ended the job */
	enum limit which;

	uint64_t cpu_ns;
	uint64_t read, disk, passed; /* see usage.h */
	uint64_t passed_before;      /* when `unbilled` was first seen */
	bool unbilled;
	uint64_t peak; /* bytes of memory */

	struct pace memory, writes;
	struct pace shares, peaks; /* exact looks, for a limit and for peak */
	uint64_t cpu_next_ns;
};

/* Begins to watch a job that is about to start, under limits that live as long
 * as *w.  `tell`: watch also what has no limit. */
void watch_open(struct watch *w, const struct limits *limits,
    struct mediator *m, bool tell);

/* How often watch_tick() wants to be called, in ms; 0: never. */
unsigned watch_tick_ms(const struct watch *w);

/* Must tasks stop before they end? */
bool watch_sees_exits(const struct watch *w);

/* The job goes: its wall clock starts. */
void watch_start(struct watch *w);

/* Time went by.  True: a limit was hit now, see w->which; the job is to end. */
bool watch_tick(struct watch *w);

/* A task is about to end. */
void watch_leaving(struct watch *w, struct tracee *t);

/* The job has ended, and its output was passed on.  True: it was over a limit
 * before anybody saw it. */
bool watch_end(struct watch *w);

/* Bytes written to files so far. */
uint64_t watch_written(const struct watch *w);

#endif /* PTS_LIMIT_WATCH_H */
