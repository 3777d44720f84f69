/* One job, from launch to exit status. */
#ifndef PTS_RUN_H
#define PTS_RUN_H

struct audit;
struct environment;
struct opts;
struct rules;

/* What ptsandbox itself answers, as env(1) and timeout(1) do. */
enum {
	EXIT_EXPECTED = 123,   /* the run was not as expected */
	EXIT_OURS = 125,       /* our own failure, or refused rules */
	EXIT_CANNOT_RUN = 126, /* the command exists, and cannot be run */
	EXIT_NOT_FOUND = 127,
	EXIT_SIGNAL = 128, /* + the signal that ended the command */
};

/* Runs o->command under the rules, in the environment env, and records it in
 * `a`, which the caller opened and ends.  What went wrong is told on standard
 * error and, where the record's end shall say it, given to audit_why(). Returns
 * the exit status of ptsandbox. */
int run_job(const struct opts *o, struct rules *r,
    const struct environment *env, struct audit *a);

#endif /* PTS_RUN_H */
