/* The end of a run, told on one screen. */
#ifndef PTS_AUDIT_SUMMARY_H
#define PTS_AUDIT_SUMMARY_H

#include <stdint.h>

#include "audit/denials.h"
#include "audit/seen.h"
#include "base/str.h"

struct summary {
	struct str command; /* as shown */
	struct str dropped; /* lines on the environment, as shown */
	struct str wall;    /* the line on the second wall */
	struct seen files, hosts, programs;
	struct seen bitless; /* programs that ran without their bits */
	uint64_t calls;
	uint64_t processes;
};

/* Notes the names of variables that were not passed on to the job. */
void summary_dropped(struct summary *s, const char *const *names, size_t count);

/* Notes what stands of the second wall: see audit_wall(). */
void summary_wall(struct summary *s, int abi, const char *const *stands);

/* Notes what an event touched and was allowed to. */
void summary_note(struct summary *s, const struct event *e);

/* Prints it all, in lines of 80 columns where names allow it.  `why`: see
 * audit_why(). */
void summary_text(struct str *to, const struct summary *s,
    const struct denials *denied, uint64_t t_ns, int status, const char *why);

void summary_done(struct summary *s);

#endif /* PTS_AUDIT_SUMMARY_H */
