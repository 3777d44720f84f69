/* What the files of `ptsandbox explain` share. */
#ifndef PTS_COMMANDS_EXPLAIN_H
#define PTS_COMMANDS_EXPLAIN_H

#include <limits.h>
#include <stdbool.h>

#include "base/str.h"
#include "rules/explain.h"
#include "space.h"

struct explain {
	struct rules *rules;
	const struct policy *policy;
	bool all;       /* also the rules of other accesses */
	struct str out; /* what is told */
	bool denied;    /* something of what was asked would be denied */
	bool failed;    /* the question is none; it was told */
};

/* A name, and where it leads. */
struct explain_name {
	const char *given;
	char seen[PATH_MAX];  /* canonical, as the job sees it */
	bool linked;          /* symbolic links were followed */
	char host[PATH_MAX];  /* "": none, or not made yet */
	struct space_way way; /* where it comes from */
};

/* Follows what the operator wrote to a canonical name of the job's; `last`:
 * also a link that the last name is.  False, with e->failed, which is told. */
bool explain_follow(struct explain *e, const char *given, bool last,
    struct explain_name *ret);

/* Tells of one question: the answer, the deciding rule, those before it, and
 * how it is enforced.  `name` may be NULL. */
void explain_tell(struct explain *e, const struct question *q,
    const char *object, const struct explain_name *name);

/* Tells in one line for each access of the set. */
void explain_table(struct explain *e, unsigned accesses,
    const struct explain_name *name);

/* Everything that running a program asks for: the program, the interpreters of
 * scripts, the loader.  words[0] is the program. */
void explain_run(struct explain *e, size_t count, const char *const *words);

#endif /* PTS_COMMANDS_EXPLAIN_H */
