/* The descriptors that a job starts with: its standard streams, and those that
 * it keeps. */
#ifndef PTS_STREAMS_H
#define PTS_STREAMS_H

#include "base/plain.h"
#include "opts.h"
#include "pump.h"

struct streams {
	int file[3];     /* --stdin and kin, or the terminal; owned; -1 */
	int standard[3]; /* what the job gets; -1: what we have; borrowed */
	struct pump pump[2];
	struct plain plain[2]; /* of each pump */
	unsigned pumps;
};

/* Has nothing yet. */
void streams_init(struct streams *s);

/* Is each descriptor of --keep-fd open?  To be asked before we open anything.
 * Faults are added to f. */
void streams_check_kept(const struct opts *o, struct faults *f);

/* Opens what the options name, as the user that the job runs as, and makes the
 * pumps of --safe-output.  Returns 0, or -1 with one sentence in *why. */
int streams_open(struct streams *s, const struct opts *o, struct str *why);

/* The job's first process has its descriptors: starts the pumps.  Returns 0 or
 * -errno. */
int streams_start(struct streams *s);

/* Carries the rest of what the job wrote; see pump_finish().  Returns 0, or the
 * -errno of what could not be written, other than to a reader that left. */
int streams_finish(struct streams *s);

/* Closes all; idempotent. */
void streams_done(struct streams *s);

#endif /* PTS_STREAMS_H */
