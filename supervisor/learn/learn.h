/* Recorded needs -> the text of rules that let the same run pass. */
#ifndef PTS_LEARN_LEARN_H
#define PTS_LEARN_LEARN_H

#include "base/fault.h"
#include "base/str.h"
#include "learn/events.h"
#include "learn/general.h"

struct learn_options {
	struct learn_places at;
	unsigned many;     /* --collapse: see fold() */
	const char *about; /* for the first line, fit to be shown */
	/* Is this name, of the host, a folder? */
	bool (*is_folder)(const char *name);
};

/* How many needs no rule can say. */
struct learn_lost {
	unsigned names; /* not UTF-8 */
};

/* Adds the rules.  Their order follows from the needs alone.  Returns 0, or -1
 * with a fault. */
int learn_write(struct str *to, struct lessons *l,
    const struct learn_options *o, struct learn_lost *ret_lost,
    struct faults *f);

#endif /* PTS_LEARN_LEARN_H */
