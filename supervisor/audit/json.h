/* The record for programs: one JSON object a line.  The format is documented in
 * ptsandbox(1) and only ever grows. */
#ifndef PTS_AUDIT_JSON_H
#define PTS_AUDIT_JSON_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "audit/audit.h"
#include "base/str.h"

/* The first line: who wrote this, when, about which command, and which folders
 * of the host stand behind what its rules show; what is used of `o` is command,
 * dropped and rules. */
void json_first(struct str *to, time_t started, const struct audit_options *o);

/* One call.  `t_ns` counts from the start of the run. */
/* A stack, before the first call of its; notes that it is written. */
void json_stack(struct str *to, struct stack *s);

void json_call(struct str *to, uint64_t t_ns, const struct event *e,
    const struct verdict *v);

void json_process(struct str *to, uint64_t t_ns, enum audit_life life,
    pid_t pid, pid_t ppid, const char *program, int status);

void json_rules(struct str *to, uint64_t t_ns, const char *change,
    unsigned number, const char *set, const char *rule, pid_t by);

void json_wall(struct str *to, uint64_t t_ns, int abi,
    const char *const *stands);

/* The last line.  A file without it is of a run that was cut off. */
void json_last(struct str *to, uint64_t t_ns, int status, const char *limit,
    const char *why);

#endif /* PTS_AUDIT_JSON_H */
