/* What a run was expected to do, compared with what it does: fed with each
 * call as it is decided, or with the lines of a record. */
#ifndef PTS_AUDIT_WITNESS_H
#define PTS_AUDIT_WITNESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"
#include "rules.h"

/* One object of one call.  Strings are bytes as the job gave them. */
struct deed {
	uint64_t t_ns; /* since the start of the run */
	pid_t pid;
	const char *program; /* NULL: before the first exec */
	const char *call;
	const char *path;
	unsigned access;   /* enum access bits */
	bool denied;       /* by a rule or for want of one, or the call was
	                      refused */
	bool failed;       /* it was allowed, and answered an error */
	const char *where; /* the line of a script that did it; NULL: unknown */
};

/* One expectation and how it stands; see witness.c. */
struct witness;

/* A witness of all that the rules expect; *ret is NULL where that is nothing.
 * Returns 0, or -ENOMEM. */
int witness_new(const struct rules *r, struct witness **ret);

/* Notes a deed.  Bounded: of each expectation one deed is kept. */
void witness_deed(struct witness *w, const struct deed *d);

/* Notes that a process was started, or what a program began to be run. */
void witness_process(struct witness *w, uint64_t t_ns, pid_t pid,
    const char *program);

/* The run ended with this exit status.  Returns how many expectations failed;
 * to be called once, before what follows. */
size_t witness_end(struct witness *w, int status);

/* The failed ones, a line each, for a person. */
void witness_failures(const struct witness *w, void (*tell)(const char *line));

enum witness_form {
	FORM_TEXT,
	FORM_JSON,
	FORM_JUNIT
};

/* By the suffix: .json, .xml, or anything else. */
enum witness_form witness_form_of(const char *path);

/* The whole report. */
void witness_report(const struct witness *w, enum witness_form form,
    struct str *to);

/* Accepts NULL. */
void witness_free(struct witness *w);

#endif /* PTS_AUDIT_WITNESS_H */
