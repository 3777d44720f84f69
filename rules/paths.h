/* Which rule speaks first of a path, at a cost that does not grow with the
 * number of rules: a hash over the literal beginnings of what rules name. */
#ifndef PTS_RULES_PATHS_H
#define PTS_RULES_PATHS_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "pattern.h"

#define NO_RULE UINT32_MAX

/* One path of one rule. */
struct path_entry {
	struct path_entry *next;
	const struct pattern *pattern;
	enum pattern_reach reach; /* REACH_ALL: not what is below it */
	uint32_t rule;            /* its number: lower is asked first */
	unsigned access;          /* enum access bits that the rule names */
};

/* All zero is empty.  Everything is owned by the arena. */
struct paths {
	struct path_entry *first;
	struct path_entry **last;
	size_t count;
	struct paths_bucket *bucket; /* a power of two of them */
	size_t mask;
	uint8_t *lengths; /* [longest + 1]: what kinds of head end here */
	size_t longest;
};

/* Adds one path; rules are added in their order.  Returns 0, or -ENOMEM. */
int paths_add(struct paths *p, struct arena *a, const struct pattern *pattern,
    uint32_t rule, unsigned access, enum pattern_reach reach);

/* Builds the hash: add before, ask after.  Returns 0, or -ENOMEM. */
int paths_build(struct paths *p, struct arena *a);

/* The first rule from number `from` on that names the access and whose path
 * covers this one, or NO_RULE.  REACH_ALL: whose path is this one, whatever
 * reach it was added with. */
uint32_t paths_first(const struct paths *p, const char *path, size_t len,
    unsigned access, uint32_t from, enum pattern_reach reach);

#endif /* PTS_RULES_PATHS_H */
