/* The rule that would allow what was denied, ready to be pasted. */
#ifndef PTS_AUDIT_HINT_H
#define PTS_AUDIT_HINT_H

#include <stdbool.h>

#include "base/str.h"

/* Adds "to allow, under files: {allow: read, path: /x}", valid YAML for any
 * name, or a few words on why no rule can.  `access` is the denied set, `path`
 * the object as judged, `in_job` whether a process object is one of the job. */
void hint_add(struct str *to, unsigned access, const char *path, bool in_job);

/* Adds the rule alone, "{allow: read, path: /x}", and returns the section that
 * it goes to ("files").  Or returns NULL with *ret_why, and what it added is of
 * no use.  `whom`: the word for whom a signal is for; NULL: nobody of the job.
 */
const char *hint_rule(struct str *to, unsigned access, const char *path,
    const char *whom, const char **ret_why);

/* Adds a name as a YAML scalar: plain where that is safe, else double-quoted.
 * Characters that a path pattern gives a meaning stand for themselves when
 * `literal` is true.  Returns false, and adds nothing, for what is not UTF-8.
 */
bool hint_add_scalar(struct str *to, const char *text, bool literal);

/* "family:16", as records name a socket's family: the word that rules have for
 * it, or NULL. */
const char *hint_family(const char *target);

#endif /* PTS_AUDIT_HINT_H */
