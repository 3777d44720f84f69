/* One decision, as the audit tells it. */
#ifndef PTS_AUDIT_EVENT_H
#define PTS_AUDIT_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/access.h"
#include "catalog/catalog.h"
#include "stack/told.h"

#define EVENT_OBJECTS 8

/* Whom a signal is for, seen from its sender. */
enum event_whom {
	WHOM_UNKNOWN,
	WHOM_SELF,
	WHOM_CHILD,
	WHOM_JOB,
	WHOM_OUTSIDE
};

/* One thing that a call touches.  Strings live until the event was recorded. */
struct event_object {
	unsigned access;   /* enum access bits */
	const char *named; /* as the job named it; NULL: as path */
	const char *path;  /* as judged */
	const char *file;  /* the deciding rule's place; NULL: no rule, or
	                      `builtin` says why */
	int line;
	bool denied;
	bool noted;           /* no rule was asked here: the question does not
	                         arise, or was answered for another name */
	const char *args;     /* run: the arguments, as a JSON array; NULL: not
	                         known */
	enum event_whom whom; /* signal */
	const char *asked; /* a person was: "once", "always", ...; NULL: not */
	unsigned would;    /* --audit-only: the accesses that were denied */
	unsigned asks; /* accesses that the call asked after and did not need:
	                  those of access(2), to make what was there already */
	bool injected; /* the rule made it go wrong */
	const char *instead; /* where a rule redirected it to; NULL: it did not
	                      */
};

struct event {
	const struct call_def *def; /* NULL: an unknown number */
	long nr;
	uint64_t arg[CALL_ARGS];
	pid_t pid, tid;
	const char *program;
	const char *profile;
	struct event_object object[EVENT_OBJECTS];
	unsigned objects;
	bool killed;       /* the verdict is kill */
	bool denied;       /* the verdict is deny, by a rule or for want of one
	                    */
	bool refused;      /* the call is one that no job may make */
	const char *would; /* --audit-only: "deny" or another verb; or NULL */
	bool injected;
	int err;               /* errno for the job; 0: none known */
	const char *bitless;   /* an exec: the program, where a set-user-ID bit
	                          or the like would have given it rights */
	const char *builtin;   /* why, where no rule of the user's decided */
	bool weighed;          /* a rule looked at its stack */
	bool stack_asked;      /* the stack was looked at */
	struct stack *stack;   /* who made the call; NULL: unknown */
	const char *stack_why; /* why there is none or not all of it; told
	                          once */
};

#endif /* PTS_AUDIT_EVENT_H */
