/* Recorded needs -> the text of rules that let the same run pass. */
#ifndef PTS_LEARN_LEARN_H
#define PTS_LEARN_LEARN_H

#include "base/fault.h"
#include "base/str.h"
#include "learn/events.h"
#include "learn/general.h"
#include "rules.h"

struct learn_options {
	struct learn_places at;
	unsigned many;     /* --collapse: see fold() */
	const char *about; /* for the first line, fit to be shown */
	/* Is this name, as the job has it, a folder? */
	bool (*is_folder)(void *ctx, const char *name);
	void *ctx;
};

/* How many needs no rule can say. */
struct learn_lost {
	unsigned names; /* not UTF-8 */
};

/* The lines of what was learned, without the names of their sections, and the
 * profile that is to be included. */
struct learned {
	struct str files, network, programs, processes;
	const char *profile; /* static */
};

/* The shipped profile that the programs of a run need; static, or NULL with a
 * fault. */
const char *learn_profile(const struct lessons *l, struct faults *f);

/* Makes the lines that `given` does not make superfluous: rules that stand
 * already, finished; NULL: the profile itself.  Returns 0, or -1 with a fault;
 * to be released with learned_done() in both cases. */
int learn_lines(struct learned *ret, struct lessons *l,
    const struct learn_options *o, const struct policy *given,
    struct learn_lost *ret_lost, struct faults *f);
void learned_done(struct learned *ret);

/* Adds the rules.  Their order follows from the needs alone.  Returns 0, or -1
 * with a fault. */
int learn_write(struct str *to, struct lessons *l,
    const struct learn_options *o, struct learn_lost *ret_lost,
    struct faults *f);

/* Rules that were read, ready to be asked; NULL with a fault where they were
 * not read, or there is no memory, and r is freed. */
struct rules *learn_ready(struct rules *r, bool read, struct faults *f);

#endif /* PTS_LEARN_LEARN_H */
