/* Grading a run by what was expected of it: from the options to the exit
 * status. */
#ifndef PTS_GRADE_H
#define PTS_GRADE_H

#include "opts.h"
#include "rules.h"

struct witness;

struct grade {
	struct witness *witness; /* NULL: nothing is expected */
	int fd;                  /* the report's file; -1: none */
	const char *path;        /* its name */
};

/* Prepares for what the rules expect, and opens the report, so that one that
 * cannot be written is known before anything is run.  False, which is told;
 * grade_done() in both cases. */
bool grade_open(struct grade *g, const struct opts *o, const struct rules *r);

/* The run ended so: tells what failed, writes the report.  Returns the exit
 * status, which is `status` but where that is 0 and an expectation failed, or
 * where the report could not be written. */
int grade_end(struct grade *g, int status);

void grade_done(struct grade *g);

#endif /* PTS_GRADE_H */
