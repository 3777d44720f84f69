/* What a run is expected to do, for graders: `expect:` of a rules file, and
 * --expect FILE.  Read here, and asked here whether a thing is meant; whether
 * it happened is known elsewhere (audit/expect.h). */
#ifndef PTS_RULES_EXPECT_H
#define PTS_RULES_EXPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/access.h"
#include "base/fault.h"

struct rules;
struct net_object;
struct pattern;
struct rule_path;
struct net_target;

enum expect_kind {
	EXPECT_SOME,      /* one of `words` happens at least once */
	EXPECT_NOT,       /* none of them happens */
	EXPECT_ONLY,      /* nothing else happens; without words: nothing */
	EXPECT_AT_MOST,   /* they happen `limit` times at most */
	EXPECT_STATUS,    /* the exit status is one of status[] */
	EXPECT_PROCESSES, /* at most `limit` processes are started in all */
};

/* One word of a list: a path, a program's last name, or a target. */
struct expect_word {
	struct expect_word *next;
	const char *text;           /* as it was written, as shown */
	struct rule_path *paths;    /* in both spellings; NULL: none */
	struct pattern *name;       /* a program's last name; NULL: none */
	struct net_target *targets; /* NULL: none */
};

/* One assertion.  Owned by the rules. */
struct expectation {
	struct expectation *next;
	const char *file; /* where it stands, as shown */
	size_t line;
	size_t column;
	const char *key; /* "writes", "max-processes", ... */
	enum expect_kind kind;
	unsigned access; /* what it is about; 0: not about objects */
	bool denied;     /* about what was denied, not what happened */
	bool opens;      /* about opening files only */
	struct expect_word *words;
	uint64_t limit;
	bool status[256];
};

/* What is expected, in the order in which it was read; NULL: nothing. */
const struct expectation *rules_expectations(const struct rules *r);

/* Adds the expectations of a file that holds nothing else.  Returns 0, or -1
 * with faults. */
int rules_add_expect(struct rules *r, const char *path, struct faults *f);

/* Does one of the words mean this object?  `one`: a single access; `net` is
 * NULL for what is no network object. */
bool expect_means(const struct expectation *x, enum access one,
    const char *path, const struct net_object *net);

#endif /* PTS_RULES_EXPECT_H */
