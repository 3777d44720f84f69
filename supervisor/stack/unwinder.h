/* Native stacks: the supervisor's side of the process that unwinds them. */
#ifndef PTS_STACK_UNWINDER_H
#define PTS_STACK_UNWINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stack/frame.h"
#include "stack/stacks.h"

struct effort;
struct maps;
struct unwinder;

/* Innermost first. */
struct native_stack {
	struct frame frame[STACK_FRAMES];
	uint64_t sp[STACK_FRAMES]; /* the stack pointer in each */
	uint64_t end;              /* and behind the last */
	unsigned count;
	bool truncated;
};

/* NULL when memory runs out.  The process is started when it is needed. */
struct unwinder *unwinder_new(stacks_may_write *may_write, void *ctx);

/* Reads the native stack of the task e->tid.  Returns NULL, or one phrase on
 * why it is not whole.  Overwrites *m. */
const char *unwinder_take(struct unwinder *u, struct maps *m,
    const struct regs *regs, struct effort *e, struct native_stack *ret);

void unwinder_free(struct unwinder *u); /* accepts NULL */

#endif /* PTS_STACK_UNWINDER_H */
