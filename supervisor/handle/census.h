/* `limits: {processes: N}`: how many processes the job has, and may have.
 * Counted are those that live, those that a call under way may make, and those
 * that ended and that the job has not waited for: they have a number each. */
#ifndef PTS_HANDLE_CENSUS_H
#define PTS_HANDLE_CENSUS_H

#include <stdbool.h>
#include <sys/types.h>

#include "call/call.h"

/* Is there no room for one more process? */
bool census_full(struct call *c);

/* A process of the job has ended. */
void census_ended(struct census *census, pid_t pid);

/* Frees; idempotent. */
void census_done(struct census *census);

#endif /* PTS_HANDLE_CENSUS_H */
