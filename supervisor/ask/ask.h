/* Asking a person: one question after the other, and what was answered. */
#ifndef PTS_ASK_ASK_H
#define PTS_ASK_ASK_H

#include <stdbool.h>

#include "base/str.h"
#include "call/call.h"

/* What time brought: a tick asks for it (see trace/trace.h). */
enum ask_todo {
	ASK_NOTHING,
	ASK_AGAIN, /* calls that wait can be judged again */
	ASK_END,   /* the job is to end */
};

struct asking;

struct asking_options {
	bool never;        /* --no-ask: nobody is asked */
	const char *save;  /* the file for answers, canonical; NULL: none */
	const char *shown; /* as it was given */
};

/* Opens the terminal and makes the mediator's calls ask here.  Both must
 * outlive *ret, which asking_free() ends.  Returns 0 or -ENOMEM. */
int asking_open(const struct asking_options *o, struct mediator *m,
    struct asking **ret);

/* Looks after the question that stands, and puts the next one. */
enum ask_todo asking_tick(struct asking *a);

/* Lists the answers that are remembered, one a line, quoted. */
void asking_list(const struct asking *a, struct str *to);

/* Forgets the answer of that number of the list, whose text it adds, and
 * returns the set of rules that it was for; NULL: there is none.  What it
 * decided is asked again. */
const struct policy *asking_forget(struct asking *a, unsigned number,
    struct str *to);

/* Gives the terminal back and forgets all; accepts NULL. */
void asking_free(struct asking *a);

#endif /* PTS_ASK_ASK_H */
