/* Why the rules answer as they do: each rule that is tried for one question,
 * and what in it does not fit. */
#ifndef PTS_RULES_EXPLAIN_H
#define PTS_RULES_EXPLAIN_H

#include "base/str.h"
#include "rules.h"

/* What is asked: one access, and what goes with it. */
struct question {
	enum access one;
	const char *path; /* files, run: canonical, as the job sees it */
	size_t argc;      /* run: argv[0] included */
	const char *const *argv;
	const struct net_object *to; /* network */
	enum target whom;            /* signal */
};

/* What in a rule does not fit the question. */
enum miss {
	MISS_NONE,   /* it fits, and so decides */
	MISS_ACCESS, /* it is about other accesses */
	MISS_OBJECT, /* a path, an address or a process that it does not name */
	MISS_ARGS,   /* its program, with other arguments */
	MISS_WHEN    /* all fits, but it speaks where a module's code stands on
	                the stack, and nobody's is known to */
};

/* One rule as it is tried.  Strings belong to the rules. */
struct tried {
	const char *file; /* where it stands, as shown */
	int line;
	const char *text; /* as it was written, in one line, as shown */
	unsigned access;  /* what it is about */
	bool shipped;     /* it is of a profile that is built in */
	enum miss miss;
	bool near; /* it misses, but names something of the same kind, or a
	              path of the same first folder */
};

/* The answer, whatever section is asked; and for a thread, see when.h. */
void explain_ask(const struct policy *p, const struct question *q,
    struct answer *ret);
void explain_ask_by(const struct policy *p, const struct who *who,
    const struct question *q, struct answer *ret);

/* Rule number n (from 0) of the section that is asked, and into `why` (which
 * may be NULL) one clause on what does not fit, in words of its own or quoted.
 * False: there are no more. */
bool explain_rule(const struct policy *p, const struct question *q, size_t n,
    struct tried *ret, struct str *why);

/* Rule number n (from 0) of all of a rule set, whatever is asked.  False: there
 * are no more.  ret->miss and near say nothing. */
bool policy_rule(const struct policy *p, size_t n, struct tried *ret);

/* The rule set of that name: "main", or a profile that the rules use.  NULL:
 * there is none. */
const struct policy *rules_policy(const struct rules *r, const char *name);

/* The rule sets one after the other: NULL gives the first, which is main; the
 * last is followed by NULL. */
const struct policy *rules_next_policy(const struct rules *r,
    const struct policy *last);

/* What may be asked of this rule set where nothing is said? */
enum verb policy_default(const struct policy *p);

#endif /* PTS_RULES_EXPLAIN_H */
