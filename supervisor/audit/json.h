/* The record for programs: one JSON object a line.  The format is documented in
 * ptsandbox(1) and only ever grows. */
#ifndef PTS_AUDIT_JSON_H
#define PTS_AUDIT_JSON_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "audit/audit.h"
#include "base/str.h"

/* The first line: who wrote this, when, about which command. */
void json_first(struct str *to, time_t started, char *const *command,
    const char *const *dropped, size_t dropped_count);

/* One call.  `t_ns` counts from the start of the run. */
/* A stack, before the first call of its; notes that it is written. */
void json_stack(struct str *to, struct stack *s);

void json_call(struct str *to, uint64_t t_ns, const struct event *e,
    const struct verdict *v);

void json_process(struct str *to, uint64_t t_ns, enum audit_life life,
    pid_t pid, pid_t ppid, const char *program, int status);

/* The last line.  A file without it is of a run that was cut off. */
void json_last(struct str *to, uint64_t t_ns, int status, const char *why);

#endif /* PTS_AUDIT_JSON_H */
