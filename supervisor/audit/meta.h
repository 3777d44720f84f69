/* --meta: how a run ended and what it used, as one JSON object, for programs
 * that judge or schedule jobs.  The format is documented in ptsandbox(1). */
#ifndef PTS_AUDIT_META_H
#define PTS_AUDIT_META_H

#include <stddef.h>
#include <stdint.h>

#include "audit/event.h"

/* What the caller knows of the run, filled in before meta_write(). */
struct meta_facts {
	int signal;        /* that ended the first process; 0: none */
	const char *limit; /* that ended the job; NULL: none */
	const char *why;   /* the run failed or was ended; NULL: no */
	uint64_t wall_ns, cpu_ns;
	uint64_t resident; /* the most memory, in bytes */
	uint64_t processes;
	uint64_t read, written; /* bytes */
};

struct meta;

/* Prepares to write `file`.  It must not exist, or be a regular file, and its
 * folder must be one that we may write; nothing is changed yet.  The strings
 * must live as long as *ret.  Returns 0, or -errno. */
int meta_open(const char *file, char *const *command, struct meta **ret);

/* Notes one decided call. */
void meta_call(struct meta *m, const struct event *e);

/* Writes the file, at once and whole: what was there before is seen until
 * then.  `status` is the exit status of ptsandbox.  Returns 0 or -errno. */
int meta_write(const struct meta *m, int status,
    const struct meta_facts *facts);

/* Frees m; accepts NULL. */
void meta_free(struct meta *m);

#endif /* PTS_AUDIT_META_H */
