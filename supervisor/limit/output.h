/* A limit on the job's output: its standard output and error are pipes then,
 * which a process of ours passes on, as far as the limit. */
#ifndef PTS_LIMIT_OUTPUT_H
#define PTS_LIMIT_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

struct output_tally;

struct output {
	struct output_tally *tally; /* shared with that process; owned */
	int job[2]; /* what the job writes to; -1: nothing; owned */
	int life;   /* to that process, which ends with it; owned; -1: none */
};

#define OUTPUT_NONE                                                            \
	{                                                                      \
		.job = {-1, -1}, .life = -1                                    \
	}

/* Starts the process, where `most` bytes are a limit (0: none).  It passes on
 * to to[0] and to[1], or where these are -1 to our own standard files.  Where
 * both standard files lead to the same place the job gets one pipe for both, so
 * that what it writes stays in order.  One that is closed, or close-on-exec, is
 * left alone.  Returns 0 or -errno. */
int output_open(struct output *o, uint64_t most, const int to[2]);

/* The job has its copies: ours are closed. */
void output_started(struct output *o);

/* Did the job write more than the limit? */
bool output_is_over(const struct output *o);

/* The job has ended.  Lets what it wrote be passed on, which takes as long as
 * whoever reads it: so many ms at most (-1: any time), and a second more.
 * Returns 0, -ETIME, -EINTR when a signal came, or the -errno of a write that
 * failed. */
int output_end(struct output *o, int patience_ms);

/* Releases everything; idempotent. */
void output_done(struct output *o);

#endif /* PTS_LIMIT_OUTPUT_H */
