/* What was denied, each thing once, with how often. */
#ifndef PTS_AUDIT_DENIALS_H
#define PTS_AUDIT_DENIALS_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/event.h"
#include "base/hash.h"

enum denial_kind {
	DENIED,   /* by a rule, or for want of one */
	REFUSED,  /* a call that no job may make, or not so */
	KILLED,   /* by a `kill` rule */
	WOULD,    /* --audit-only: it would have been */
	INJECTED, /* made to go wrong by a rule */
};

struct denial {
	enum denial_kind kind;
	unsigned access;     /* 0: REFUSED, or not an object's fault */
	const char *what;    /* path or address; the call where access is 0 */
	const char *program; /* who, the first time */
	const char *rule;    /* the rule's file; NULL: none */
	int line;
	const char *why;     /* where no rule decided; may be NULL */
	const char *profile; /* NULL: the main rules */
	const char *where;   /* the script's line, the first time; NULL: none */
	int err;             /* errno for the job, 0: none */
	pid_t pid;           /* the first time */
	uint64_t count;
	char *key; /* owned; what the strings above stand in */
	UT_hash_handle hh;
};

struct denials {
	struct denial *all; /* in the order met */
	size_t count;
	size_t bytes;  /* of keys and strings */
	uint64_t lost; /* not kept: too many, or no memory */
	char *scratch; /* for keys */
	size_t scratch_size;
};

/* A job can ask for any number of names: no more than this is kept. */
#define DENIALS_MAX       20000u
#define DENIALS_MAX_BYTES (32u << 20)

/* Notes one denied object of an event, or (object NULL) the event itself.
 * Returns the entry when it is new, else NULL. */
const struct denial *denials_note(struct denials *d, const struct event *e,
    const struct event_object *object, int err);

void denials_done(struct denials *d);

#endif /* PTS_AUDIT_DENIALS_H */
