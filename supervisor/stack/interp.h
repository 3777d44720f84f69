/* Finding the CPython interpreter of a process: the file that holds it, its
 * version, and where it stands in memory. */
#ifndef PTS_STACK_INTERP_H
#define PTS_STACK_INTERP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stack/layout.h"

struct effort;
struct maps;

/* What is known of files that were looked at; all processes share it. */
struct interp_files;

struct interp_files *interp_files_new(void);
void interp_files_free(struct interp_files *f); /* accepts NULL */

/* The interpreter of one process.  All zero: not looked for yet. */
struct interp {
	bool found;
	struct layout layout;
	uint64_t runtime;   /* the address of _PyRuntime */
	uint64_t code_type; /* of PyCode_Type; 0: unknown */
	const char *why;    /* not found: one phrase */
	unsigned looked;    /* how often; see interp_due() */
};

/* Is it time to look (again)?  A program's libraries are mapped after its first
 * calls, so what was not found is looked for again, ever more rarely. */
bool interp_due(struct interp *i);

/* Looks in the files of `m`; false leaves the reason in i->why. */
bool interp_find(struct interp *i, struct interp_files *f, const struct maps *m,
    struct effort *e);

#endif /* PTS_STACK_INTERP_H */
