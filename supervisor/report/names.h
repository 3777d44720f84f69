/* Each text of a record once, under a number. */
#ifndef PTS_REPORT_NAMES_H
#define PTS_REPORT_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

/* A record can hold any number of texts: no more than this is kept.  What is
 * not kept has the number NAME_LOST. */
#define NAMES_MAX       400000u
#define NAMES_MAX_BYTES (96u << 20)

enum {
	NAME_NONE, /* there was none */
	NAME_LOST, /* there was one, but it is not kept */
	NAME_FIRST
};

struct name {
	UT_hash_handle hh;
	uint32_t number;
	char text[];
};

struct names {
	struct name *all;
	struct name **by_number; /* from NAME_FIRST */
	size_t count;
	size_t room;
	size_t bytes;
	uint64_t seed; /* 0: not drawn yet */
};

/* The number of a text; NULL is NAME_NONE. */
uint32_t names_number(struct names *n, const char *text);

/* The same for a text that is only looked for; NAME_LOST where there is none.
 */
uint32_t names_find(const struct names *n, const char *text);

/* The text of a number: NULL for NAME_NONE, "..." for NAME_LOST. */
const char *names_text(const struct names *n, uint32_t number);

void names_done(struct names *n);

#endif /* PTS_REPORT_NAMES_H */
