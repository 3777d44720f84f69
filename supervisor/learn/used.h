/* Which pieces of a rules file the runs used. */
#ifndef PTS_LEARN_USED_H
#define PTS_LEARN_USED_H

#include "learn/events.h"
#include "learn/pieces.h"
#include "rules.h"

/* Asks policy p, which was made of the text of pieces that stands as `file`,
 * about all that `l` holds, and enters the answers. */
void used_mark(struct pieces *to, const struct lessons *l,
    const struct policy *p, const char *file);

#endif /* PTS_LEARN_USED_H */
