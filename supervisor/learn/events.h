/* The lines of a record, as what the run needed. */
#ifndef PTS_LEARN_EVENTS_H
#define PTS_LEARN_EVENTS_H

#include <jansson.h>
#include <sys/types.h>

#include "audit/reader_stack.h"
#include "learn/need.h"

/* A process of a recorded run. */
struct learned_pid {
	pid_t pid;
	UT_hash_handle hh;
};

/* What was learned.  All zero is nothing. */
struct lessons {
	struct needs files;   /* files and their accesses */
	struct needs network; /* targets, as the record has them */
	struct needs programs;
	bool fork, signal;
	struct learned_pid *pids;
	struct record_stacks stacks; /* of the record that is being read */
	unsigned long calls;         /* learned from */
	unsigned long skipped;       /* denied or refused in the record */
	bool besides; /* only what the rules of the run did not allow */
	unsigned long forbidden; /* so: what their rules deny */
	unsigned long elsewhere; /* so: what profiles did not allow */
	json_t *first;           /* of the last record; owned */
};

/* Takes one line of a record; what it does not know it passes over. */
void lessons_take(struct lessons *l, const json_t *line);

/* A record ends: what was of it alone is forgotten. */
void lessons_next_record(struct lessons *l);

/* Was `pid` a process of a run? */
bool lessons_has_pid(const struct lessons *l, pid_t pid);

/* Did memory run out, or were there too many names? */
bool lessons_failed(const struct lessons *l);

void lessons_done(struct lessons *l);

#endif /* PTS_LEARN_EVENTS_H */
