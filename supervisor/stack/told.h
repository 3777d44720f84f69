/* A stack as the audit tells it. */
#ifndef PTS_STACK_TOLD_H
#define PTS_STACK_TOLD_H

#include <stdbool.h>

/* Why a process has no Python stack: it is none that runs Python. */
#define NO_PYTHON "no CPython that is known here"

struct stack_frame {
	const char *file;     /* bytes of the job's, not quoted; "?": unknown */
	const char *function; /* likewise */
	int line;             /* 0: unknown, or native */
	bool native;
	const char *module; /* likewise, what its code calls itself; "" none,
	                       or native */
};

struct stack {
	unsigned id;     /* from 1; the same for equal stacks */
	bool written;    /* the audit's own note: its line is in the record */
	bool truncated;  /* there are more frames */
	const char *why; /* what else is missing; NULL: nothing */
	unsigned count;  /* at least 1 */
	const struct stack_frame *frame; /* innermost first */
};

#endif /* PTS_STACK_TOLD_H */
