/* What a job finds in its environment. */
#ifndef PTS_RULES_ENVIRONMENT_H
#define PTS_RULES_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "pattern.h"

/* A pattern that names of variables are held against. */
struct env_pattern {
	struct env_pattern *next;
	struct pattern pattern;
};

/* A variable that is set. */
struct env_set {
	struct env_set *next;
	const char *name;
	char *entry; /* NAME=VALUE */
};

/* What the rules and the command line say of the environment.  All zero: they
 * say nothing.  Owned by an arena. */
struct env_rules {
	bool said;  /* a file said it */
	bool keeps; /* nothing but `keep` is passed on */
	struct env_pattern *keep, *drop;
	struct env_set *set;
	struct env_set *user;     /* of whom the job runs as; behind `set` */
	struct env_pattern *also; /* --keep-env */
	struct env_set *typed;    /* --env, last first */
};

struct environment {
	char **envp;          /* for execve(2): NULL-terminated */
	const char **dropped; /* names that were not passed on, each once */
	size_t dropped_count;
};

/* Makes the environment of a job of that of the person, `from`.  What is passed
 * on are from's own strings; the rest is the arena's.  Of a name that stands
 * there twice the first entry counts, and what is no NAME=VALUE is left out.
 * Returns 0, or -ENOMEM. */
int env_build(const struct env_rules *e, struct arena *a, char *const *from,
    struct environment *ret);

/* The value of a variable, or NULL. */
const char *env_get(const struct environment *e, const char *name);

#endif /* PTS_RULES_ENVIRONMENT_H */
