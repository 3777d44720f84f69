/* Stacks that were told already, so that equal ones are told once: found by
 * what was read of the process before any name is, or by the names. */
#ifndef PTS_STACK_KEEP_H
#define PTS_STACK_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stack/frame.h"
#include "stack/told.h"

struct python_stack;
struct stack_kept;
struct stack_known;

/* All zero is empty.  Bounded: what was not asked for the longest is dropped,
 * and told anew, under a new number, when it comes again. */
struct keep {
	struct stack_kept *kept;   /* by names */
	struct stack_known *known; /* by frames */
	size_t kept_bytes, known_bytes;
	unsigned last_id;
};

/* The stack that these frames of the process `serial` were before, or NULL. */
struct stack *keep_find(struct keep *k, uint64_t serial,
    const struct python_stack *s);

/* The stack with these frames, kept or made; NULL when memory runs out.  It
 * lives until the next call of keep_add(). */
struct stack *keep_add(struct keep *k, const struct frame *frame,
    unsigned count, bool truncated, const char *why);

/* The next keep_find() of the same frames gives `to`. */
void keep_note(struct keep *k, uint64_t serial, const struct python_stack *s,
    struct stack *to);

void keep_done(struct keep *k);

#endif /* PTS_STACK_KEEP_H */
