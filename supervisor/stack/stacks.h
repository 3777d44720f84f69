/* Who made a call: the stacks of stopped tasks.  They are for explaining, and
 * for taking away (see rules/when.h), never for giving, since the job could
 * have written all that they are made of. */
#ifndef PTS_STACK_STACKS_H
#define PTS_STACK_STACKS_H

#include <stdbool.h>
#include <sys/types.h>

#include "rules.h"
#include "stack/told.h"
#include "tracee/regs.h"

struct stacks;

/* May the job write to the file that the host calls so? */
typedef bool stacks_may_write(void *ctx, const char *path);

/* NULL when memory runs out. */
struct stacks *stacks_new(stacks_may_write *may_write, void *ctx);

struct stack_answer {
	struct stack *stack; /* NULL: there is none; lives until the next */
	const char *why;     /* why there is none, or not all that was asked
	                        for; told once for each process */
};

/* The stack of a task that stands still, with the registers of its call.  Takes
 * bounded time, whatever the job does. */
void stacks_take(struct stacks *s, enum audit_stacks kind, pid_t tgid,
    pid_t tid, const struct regs *regs, struct stack_answer *ret);

/* The modules whose code stands on the Python stack of a task that stands
 * still. None: it runs no Python.  What runs Python and cannot be looked at
 * whole has `why`: a stack that is too deep, or makes no sense.  To be freed
 * with free(3); NULL when memory runs out.  Takes bounded time. */
struct modules *stacks_modules(struct stacks *s, pid_t tgid, pid_t tid,
    const struct regs *regs);

/* A process is a copy of another, so what is known of that is known of it. */
void stacks_born(struct stacks *s, pid_t tgid, pid_t parent);

/* The process ended, or runs another program. */
void stacks_forget(struct stacks *s, pid_t tgid);

/* Ends the process that helps with native stacks, if there is one. */
void stacks_free(struct stacks *s); /* accepts NULL */

#endif /* PTS_STACK_STACKS_H */
