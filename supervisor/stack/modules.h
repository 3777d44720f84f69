/* The modules whose code stands on a Python stack, by what each calls itself:
 * the __name__ among its globals.  That is what imports, zip archives and
 * bytecode without a source have in common, and what the path of a source does
 * not tell.  It is a claim of the job's like all of a stack. */
#ifndef PTS_STACK_MODULES_H
#define PTS_STACK_MODULES_H

#include <stddef.h>
#include <stdint.h>

#include "stack/frame.h"
#include "stack/interp.h"

struct effort;
struct python_spaces;

/* In one block of malloc(3). */
struct modules {
	const char *why; /* there may be more: one phrase; NULL: these are
	                    all */
	unsigned count;
	char name[]; /* one behind the other, each with its NUL */
};

/* Names at most STACK_FRAMES globals, each into one of to[]: "?" what cannot be
 * told, "" what has no name.  A program that is run as a part of a package,
 * by python3 -m, is called "package.__main__". */
void modules_names(const struct interp *i, struct effort *e,
    const uint64_t *globals, unsigned count, char to[][FRAME_MODULE]);

/* The modules of a whole stack, named once each; NULL when memory runs out. */
struct modules *modules_of(const struct interp *i, struct effort *e,
    const struct python_spaces *s);

/* None, for this reason; NULL: there are none. */
struct modules *modules_none(const char *why);

#endif /* PTS_STACK_MODULES_H */
