/* The words that every form of the record uses, so that they agree. */
#ifndef PTS_AUDIT_WORDS_H
#define PTS_AUDIT_WORDS_H

#include "audit/event.h"
#include "base/str.h"
#include "call/verdict.h"

/* "allow", "deny", "kill" or "refuse". */
const char *words_verdict(const struct event *e);

/* What was done: "pass", "pinned", "performed", "refused", "killed", "failed"
 * or "gone". */
const char *words_how(const struct event *e, const struct verdict *v);

/* The errno that the job was given, 0: none known. */
int words_errno(const struct event *e, const struct verdict *v);

/* The call's name, or "call N" of an unknown number, in `to`. */
void words_call(struct str *to, const struct event *e);

/* The accesses of a set, `between` them: "read", "modify,create". */
void words_access(struct str *to, unsigned access, const char *between);

/* "self", "children", "job" or "outside", as the rules have it; NULL: unknown.
 */
const char *words_whom(enum event_whom whom);

/* Of socket(2): "tcp", "udp" or "unix"; NULL for others, and other calls. */
const char *words_socket(const struct event *e);

/* The last name of a path. */
const char *words_base(const char *path);

/* Adds "fold.py:41 in steal()": the innermost line of a stack that is the
 * script's own and not a library's.  Nothing where there is no stack. */
void words_where(struct str *to, const struct stack *s);

/* Adds text that came from the job, for a person. */
void words_shown(struct str *to, const char *text);

#endif /* PTS_AUDIT_WORDS_H */
