/* Rules that exist, without what was never used. */
#ifndef PTS_LEARN_NARROW_H
#define PTS_LEARN_NARROW_H

#include "base/fault.h"
#include "base/str.h"
#include "learn/events.h"

/* Adds the text of the rules file at `path`, in which the rules that allow keep
 * of their accesses and paths those that `l` used, and are left out where it
 * used none.  All else stands as it stood: rules that deny, rules with other
 * keys than a path or a target, what is included, profiles.  Returns 0, or -1
 * with a fault. */
int narrow_file(struct str *to, const struct lessons *l, const char *path,
    struct faults *f);

#endif /* PTS_LEARN_NARROW_H */
