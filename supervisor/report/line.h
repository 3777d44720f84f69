/* One line of a record on a call, as the event that it was.  What the line does
 * not tell, or tells as no line of ours does, is left empty. */
#ifndef PTS_REPORT_LINE_H
#define PTS_REPORT_LINE_H

#include <jansson.h>
#include <stdint.h>

#include "audit/event.h"
#include "base/str.h"

/* All zero before it is used first; to be released with line_done(). */
struct line {
	struct event e;   /* its texts live as long as the JSON that was read */
	uint64_t t_us;    /* since the start of the run */
	const char *call; /* as the record has it; never NULL */
	const char *class; /* may be NULL, as all below */
	const char *verdict;
	const char *err; /* the name of the errno */
	const char *how;
	const char *stack_why; /* why it could not be read, or not whole */
	int64_t stack;         /* its number; -1: none */
	struct call_def def;   /* of a call that the catalogue does not know */
	const struct call_def *last; /* the catalogue's, for the next line */
	struct str rules; /* the files of the rules, NUL after each */
};

/* Microseconds from a number of seconds, clamped to what a run may last. */
uint64_t line_time(const json_t *from);

/* A process's number from a member; 0: it is none. */
pid_t line_pid(const json_t *from, const char *key);

/* The number of a stack from a member; -1: there is none. */
int64_t line_stack(const json_t *from, const char *key);

/* Reads a line that has no "event".  Returns false for one that is not on a
 * call. */
bool line_read(struct line *ret, const json_t *from);

/* The set of accesses that words with commas between them name. */
unsigned line_access(const char *words);

void line_done(struct line *l);

#endif /* PTS_REPORT_LINE_H */
