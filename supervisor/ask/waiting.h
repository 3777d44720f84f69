/* A call that waits for an answer, with its question. */
#ifndef PTS_ASK_WAITING_H
#define PTS_ASK_WAITING_H

#include <stdint.h>
#include <sys/types.h>

#include "ask/text.h"
#include "call/ask.h"
#include "tracee/tracee.h"

struct waiting {
	struct waiting *next;
	pid_t tid, pid;
	uint64_t call;     /* tracee's `asks` */
	struct question q; /* its task is not kept, its strings are owned: */
	char *object, *scope, *program, *below;
};

/* A copy of the question; NULL: out of memory. */
struct waiting *waiting_new(const struct question *q);

/* Takes the first of a queue out of it and frees it. */
void waiting_drop(struct waiting **first);

/* Does its call wait still? */
bool waiting_still(const struct waiting *w, const struct tracees *tasks);

/* Makes the words of a question.  `save`: the file for rules, or NULL; then
 * *ret_section is where the rule goes, which is added to `rule`, or NULL. */
struct ask_words waiting_words(const struct waiting *w, const char *save,
    struct str *rule, const char **ret_section);

#endif /* PTS_ASK_WAITING_H */
