/* The files section of learned rules. */
#ifndef PTS_LEARN_FILES_H
#define PTS_LEARN_FILES_H

#include "learn/learn.h"
#include "rules.h"

/* Adds the lines of the rules for what `given`, the profile that is included,
 * does not allow.  False when memory ran out. */
bool files_write(struct str *to, struct lessons *l,
    const struct learn_options *o, const struct policy *given,
    struct learn_lost *lost);

#endif /* PTS_LEARN_FILES_H */
