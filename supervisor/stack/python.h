/* The Python frames of a stopped task.  What they say is a claim of the job's:
 * a script can name its code as it likes. */
#ifndef PTS_STACK_PYTHON_H
#define PTS_STACK_PYTHON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "stack/frame.h"
#include "stack/interp.h"

struct effort;

/* One frame before its names are read.  Equal ones have equal names. */
struct python_frame {
	uint64_t code, instr;       /* addresses (instr: a number up to 3.10) */
	uint64_t file, name, table; /* of the code object */
	uint64_t first;             /* its first line */
	uint64_t globals;           /* of its module: a dict */
	uint64_t bad; /* 1: it has no code object that can be read */
};

/* Python frames that one C function evaluates stand together in a run: `place`
 * is an address in that function's frame on the C stack, or 0: unknown. */
struct python_run {
	unsigned end; /* behind its last frame */
	uint64_t place;
};

/* Innermost first. */
struct python_stack {
	struct python_frame frame[STACK_FRAMES];
	unsigned count;
	struct python_run run[STACK_FRAMES];
	unsigned runs;
	bool truncated;
	const char *why; /* what is missing, in one phrase; NULL: nothing */
};

/* Thread states that were found, so that they are not looked for again. */
struct python_thread {
	pid_t tid;
	uint64_t at, interp, head;
};

#define PYTHON_THREADS 16u

struct python_threads {
	struct python_thread at[PYTHON_THREADS];
};

/* Reads the frames of the task e->tid, whose pthread_self(3) is `self` (0:
 * unknown). */
void python_walk(const struct interp *i, struct python_threads *known,
    uint64_t self, struct effort *e, struct python_stack *ret);

/* What the frames of a whole stack, however deep, run in: each code object with
 * its globals once.  `why` is what is missing, in one phrase; NULL: nothing. */
#define PYTHON_SPACES 256u

struct python_spaces {
	struct {
		uint64_t code, globals;
	} at[PYTHON_SPACES];
	unsigned count;
	bool begun; /* there is an interpreter: it was started */
	const char *why;
};

void python_spaces(const struct interp *i, struct python_threads *known,
    uint64_t self, struct effort *e, struct python_spaces *ret);

/* Completes the frames with what their code objects say; python_walk() does. */
void python_codes(const struct interp *i, struct effort *e,
    struct python_stack *s);

/* Reads what the frames are called, into ret[0..s->count). */
void python_names(const struct interp *i, const struct python_stack *s,
    struct effort *e, struct frame *ret);

#endif /* PTS_STACK_PYTHON_H */
