/* Looking into a process costs time that the process decides about: how much
 * of it one stack may take. */
#ifndef PTS_STACK_EFFORT_H
#define PTS_STACK_EFFORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "tracee/mem.h"

/* How many times slower a build that is watched computes (SAN, COV). */
#ifndef PTS_SLOWER
#define PTS_SLOWER 1u
#endif

/* Of our processor: for a stack, and for looking for an interpreter, which is
 * done a few times for each program.  Nanoseconds. */
#define EFFORT_STACK (1000000u * PTS_SLOWER)
#define EFFORT_FIND  (3000000u * PTS_SLOWER)

struct effort {
	pid_t tid; /* whose memory is read */
	uint64_t started_ns, cpu_started_ns;
	uint64_t cpu_max_ns;
	uint64_t look_ns; /* when the processor's clock is looked at next */
	bool late;        /* it took too long: nothing more is read */
};

void effort_start(struct effort *e, pid_t tid, uint64_t cpu_max_ns);

/* May more be done?  Cheap. */
bool effort_left(struct effort *e);

/* The processor's time since the start of one that was late; else 0. */
uint64_t effort_lost(const struct effort *e);

/* Copies len bytes in, all or nothing. */
bool effort_read(struct effort *e, uint64_t addr, void *to, size_t len);

/* Copies in what is readable of each piece; of none when it is late. */
void effort_read_parts(struct effort *e, struct mem_part *part, size_t count);

#endif /* PTS_STACK_EFFORT_H */
