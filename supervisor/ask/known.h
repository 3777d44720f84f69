/* What was answered, and for what it counts. */
#ifndef PTS_ASK_KNOWN_H
#define PTS_ASK_KNOWN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"
#include "call/ask.h"
#include "tracee/tracee.h"

/* One answer.  Owned by its list. */
struct known {
	struct known *next;
	const struct policy *policy;
	const char *file; /* the rule, or NULL for the default */
	int line;
	unsigned access;
	char *scope; /* owned: the object, or the folder with all below */
	bool below;
	uint64_t call; /* tracee's `asks`: for this call only; 0: for all */
	pid_t tid;     /* whose call that is */
	bool yes;
	const char *how;
	unsigned number; /* of those that count for the whole run, from 1 */
};

/* Are the two about the same? */
bool known_same(const struct question *a, const struct question *b);

/* The answer to a question of this call, the one given last first; NULL: not
 * known. */
const struct known *known_find(const struct known *all,
    const struct question *q, uint64_t call);

/* Adds an answer.  `call` 0: for the whole run.  `below`: a folder, for all of
 * it; NULL: for the question's own scope.  False: out of memory. */
bool known_add(struct known **all, const struct question *q, uint64_t call,
    pid_t tid, const char *below, bool yes, const char *how);

/* Forgets what was answered for calls that are decided. */
void known_forget_calls(struct known **all, const struct tracees *tasks);

/* Adds a line for each answer that counts for the whole run, with its number
 * behind an `a`. */
void known_list(const struct known *all, struct str *to);

/* Forgets the answer of that number, whose text it adds, and returns the set of
 * rules that it was for; NULL: there is none. */
const struct policy *known_forget(struct known **all, unsigned number,
    struct str *to);

void known_free(struct known **all);

#endif /* PTS_ASK_KNOWN_H */
