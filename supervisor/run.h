/* One job, from launch to exit status. */
#ifndef PTS_RUN_H
#define PTS_RUN_H

#include "audit/meta.h"

struct audit;
struct environment;
struct opts;
struct rules;

/* What ptsandbox itself answers, as env(1) and timeout(1) do. */
enum {
	EXIT_EXPECTED = 123,   /* the run was not as expected */
	EXIT_TIMEOUT = 124,    /* the job ran longer than its limit */
	EXIT_OURS = 125,       /* our own failure, or refused rules */
	EXIT_CANNOT_RUN = 126, /* the command exists, and cannot be run */
	EXIT_NOT_FOUND = 127,
	EXIT_SIGNAL = 128, /* + the signal that ended the command */
};

/* What --meta is to tell; `meta` is NULL where it was not asked for, or not
 * begun. */
struct run_meta {
	struct meta *meta; /* owned by the caller */
	struct meta_facts facts;
};

/* Runs o->command under the rules, in the environment env, and records it in
 * `a`, which the caller opened and ends.  What went wrong is told on standard
 * error and, where the record's end shall say it, given to audit_why(). Returns
 * the exit status of ptsandbox. */
int run_job(const struct opts *o, struct rules *r,
    const struct environment *env, struct audit *a, struct run_meta *meta);

#endif /* PTS_RUN_H */
