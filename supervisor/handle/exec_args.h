/* The arguments of an exec, copied where rules ask for them. */
#ifndef PTS_HANDLE_EXEC_ARGS_H
#define PTS_HANDLE_EXEC_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/call.h"

/* What is copied at most; more is E2BIG. */
#define EXEC_ARGS_MAX   4096u
#define EXEC_ARGS_BYTES (1u << 20)

/* All zero: not read, no arguments. */
struct exec_args {
	const char *
	    *text; /* owned; its strings are owned by `bytes` and `made` */
	size_t count;
	char *bytes;
	char **made; /* strings added by exec_args_prepend; owned */
	size_t made_count;
	size_t front; /* how many of `text` stand for the job's argv[0] */
};

/* Copies the vector at argv in the job.  False answers EFAULT or E2BIG. */
bool exec_args_read(struct call *c, uint64_t argv, struct exec_args *ret);

/* What a script's interpreter gets: itself, the line's argument (or NULL), the
 * script, then all but the first that the script would have got.  Where the
 * job's arguments were not read, these are all. */
bool exec_args_prepend(struct call *c, struct exec_args *a,
    const char *interpreter, const char *arg, const char *script);

/* The first script is told of by another name; it was put before the arguments.
 */
bool exec_args_rename(struct call *c, struct exec_args *a, const char *script);

/* Puts the whole vector, as the new program must have it, into the plan. */
bool exec_args_plan(struct call *c, const struct exec_args *a,
    struct exec_plan *plan);

/* Tells the record of the arguments of the program that was judged last: those
 * that were `read` or, where the rules ask for none, those at argv in the job,
 * which are not used for anything else.  That they cannot be had changes no
 * answer. */
void exec_args_tell(struct call *c, const struct exec_args *a, bool read,
    uint64_t argv);

/* Frees all; accepts an empty one; idempotent. */
void exec_args_done(struct exec_args *a);

#endif /* PTS_HANDLE_EXEC_ARGS_H */
