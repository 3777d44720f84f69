/* What a run touched and was allowed to, for the summary: each name once. */
#ifndef PTS_AUDIT_SEEN_H
#define PTS_AUDIT_SEEN_H

#include <stdint.h>

#include "base/hash.h"

struct thing {
	unsigned access; /* all that was allowed */
	uint64_t count;
	UT_hash_handle hh;
	char name[];
};

struct seen {
	struct thing *all;
	size_t count;
	size_t bytes;
	uint64_t lost; /* calls on names that were not kept */
};

/* A job can make any number of names: no more than this is kept. */
#define SEEN_MAX       100000u
#define SEEN_MAX_BYTES (64u << 20)

/* Notes an allowed access.  Allocates for a new name only. */
void seen_note(struct seen *s, unsigned access, const char *name);

/* The things with any of these accesses, sorted by name, in a malloc'ed array
 * of *ret_count; NULL when there are none or memory ran out. */
const struct thing **seen_sorted(const struct seen *s, unsigned access,
    size_t *ret_count);

void seen_done(struct seen *s);

#endif /* PTS_AUDIT_SEEN_H */
