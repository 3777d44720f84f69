/* The line told on standard error at a denial. */
#ifndef PTS_AUDIT_TELL_H
#define PTS_AUDIT_TELL_H

#include <stdbool.h>

#include "audit/denials.h"
#include "base/str.h"

/* The words for one denial, without "ptsandbox: " and without a newline.
 * `in_job`: see hint_add(). */
void tell_text(struct str *to, const struct denial *n, bool in_job);

#endif /* PTS_AUDIT_TELL_H */
