/* Which line of a script made a call, as a record tells it: a line of its own
 * for each stack, which calls name by its number. */
#ifndef PTS_AUDIT_READER_STACK_H
#define PTS_AUDIT_READER_STACK_H

#include <jansson.h>
#include <stddef.h>

#include "rules.h"

struct record_stack;

/* The stacks of one record.  All zero is none. */
struct record_stacks {
	struct record_stack *all;
	size_t count;
};

/* More are not kept. */
#define RECORD_STACKS_MAX 100000u

/* Notes a line with the event `stack`. */
void record_stack_note(struct record_stacks *s, const json_t *line);

/* "fold.py:41 in steal", of the stack that the line of a call names: the
 * innermost frame that is of no installed library.  NULL: it names none, or one
 * without Python. */
const char *record_stack_where(const struct record_stacks *s,
    const json_t *line);

/* Does a frame of such a module stand on the stack that the line of a call
 * names? */
enum when_is record_stack_stands(const struct record_stacks *s,
    const json_t *line, const struct when *w);

void record_stack_done(struct record_stacks *s);

#endif /* PTS_AUDIT_READER_STACK_H */
