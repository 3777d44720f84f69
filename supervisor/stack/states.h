/* The thread states of a task in the memory of its interpreter.  Inside stack/
 * only. */
#ifndef PTS_STACK_STATES_H
#define PTS_STACK_STATES_H

#include <stddef.h>
#include <stdint.h>

#include "stack/python.h"

#define STATES 4u /* of one thread, in as many interpreters */

/* Where they stand. */
struct states {
	uint64_t at[STATES];
	unsigned count;
};

/* Finds those of the task e->tid, by what is known of its threads or by looking
 * through all.  None: ret->count is 0. */
void states_find(const struct interp *i, struct python_threads *known,
    uint64_t self, struct effort *e, struct states *ret);

/* How much of a thread state is read. */
size_t states_size(const struct layout *l);

#endif /* PTS_STACK_STATES_H */
