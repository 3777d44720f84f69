/* Where a rule says `ask`: the question, and who is asked.
 *
 * A handler that is told to wait returns V_WAIT and is started anew from the
 * job's registers once there is an answer, so a handler has no effect before
 * its last question.  What was answered is known for what was asked, not for
 * the call: memory that changed meanwhile makes another question. */
#ifndef PTS_CALL_ASK_H
#define PTS_CALL_ASK_H

#include <stddef.h>

#include "rules.h"

struct tracee;

/* What a person is asked.  Strings belong to the caller. */
struct question {
	struct tracee *task;
	const struct policy *policy; /* that the rule is of */
	unsigned access;    /* enum access bits; of files several, else one */
	const char *object; /* as judged: "/x", "tcp:...", "pid 12" */
	const char *scope;  /* what the answer is for: the object, or for a
	                       signal "self", "children" or "job" */
	size_t below;       /* bytes of object that name the folder that an
	                       answer may be extended to; 0: none */
	bool narrow;        /* the rule looked at more than the object: an
	                       answer is for this call only */
	struct answer says; /* the rule; file NULL: the default */
};

enum asked {
	ASKED_YES,
	ASKED_NO,
	ASKED_WAIT,   /* the question is put, or waits for its turn */
	ASKED_NOBODY, /* there is nobody who could answer */
};

struct asker {
	void *ctx;
	/* Puts the question, unless its answer is known.  *ret_how: a word for
	 * the record ("once", "always"); with ASKED_NOBODY why. */
	enum asked (
	    *put)(void *ctx, const struct question *q, const char **ret_how);
	/* The answer if it is known, without a question: ASKED_WAIT where one
	 * would be put. */
	enum asked (*known)(void *ctx, const struct question *q);
};

#endif /* PTS_CALL_ASK_H */
