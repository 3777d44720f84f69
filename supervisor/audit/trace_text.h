/* The record for people, as it happens. */
#ifndef PTS_AUDIT_TRACE_TEXT_H
#define PTS_AUDIT_TRACE_TEXT_H

#include <stdint.h>

#include "audit/audit.h"
#include "base/str.h"

/* One line for one call: time, pid, program, call, what it touched, what was
 * said, by which rule. */
void trace_text_call(struct str *to, uint64_t t_ns, const struct event *e,
    const struct verdict *v);

/* A change of the rules; see audit_rules(). */
void trace_text_rules(struct str *to, uint64_t t_ns, const char *change,
    unsigned number, const char *rule, pid_t by);

void trace_text_process(struct str *to, uint64_t t_ns, enum audit_life life,
    pid_t pid, pid_t ppid, const char *program, int status);

#endif /* PTS_AUDIT_TRACE_TEXT_H */
