/* What recorded runs needed: each name once, with all that was done to it. */
#ifndef PTS_LEARN_NEED_H
#define PTS_LEARN_NEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"

/* More names than this are not learned from: rules for them would be read by
 * nobody. */
#define NEEDS_MAX       200000u
#define NEEDS_MAX_BYTES (32u << 20) /* of names */

/* One file, address, program or process. */
struct need {
	unsigned access; /* enum access bits */
	bool found;      /* some call on it met something else than ENOENT */
	bool made;       /* the job made it */
	bool gone;       /* the job removed it */
	bool folder;     /* it is one */
	char *program;   /* who needed it first, a canonical name; owned */
	char *where; /* "job.py:12 in f": the line that did; NULL: unknown */
	UT_hash_handle hh;
	char name[]; /* as it was judged; or a pattern */
};

/* All zero is empty. */
struct needs {
	struct need *all;
	size_t bytes;
	bool failed; /* memory ran out, or there were too many */
	bool too_many;
};

/* The entry of a name of len bytes, made where there is none; NULL: failed. */
struct need *needs_at(struct needs *n, const char *name, size_t len);

/* The entry, or NULL. */
struct need *needs_find(const struct needs *n, const char *name, size_t len);

/* Adds all that `from` says to the entry of this name. */
void needs_merge(struct needs *n, const char *name, const struct need *from);

/* Sorts by name. */
void needs_sort(struct needs *n);

void needs_done(struct needs *n);

#endif /* PTS_LEARN_NEED_H */
