/* How much a job may use: `limits:` of the rules, and the options beside it. */
#ifndef PTS_RULES_LIMIT_H
#define PTS_RULES_LIMIT_H

#include <stddef.h>
#include <stdint.h>

enum limit {
#define LIMIT(id, key, takes) id,
#include "limit.def"
};

#define LIMITS ((size_t)LIMIT_OUTPUT + 1)

/* One limit as it was set.  The strings live as long as the rules. */
struct limit_set {
	uint64_t most;    /* ms, bytes or a number; 0: no limit */
	const char *text; /* as written, shown */
	const char *file; /* where, as shown */
	size_t line;      /* from 1; 0: on the command line */
};

struct limits {
	struct limit_set of[LIMITS];
};

/* The key: "open-files". */
const char *limit_name(enum limit which);

/* Reads the value of a limit: a time in ms, a size in bytes, or a number, each
 * at least 1.  Returns NULL, or one phrase on what it should be. */
const char *limit_read(enum limit which, const char *text, uint64_t *ret);

#endif /* PTS_RULES_LIMIT_H */
