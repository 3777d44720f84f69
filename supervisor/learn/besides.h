/* Rules that stand already, and behind them what a run needed besides. */
#ifndef PTS_LEARN_BESIDES_H
#define PTS_LEARN_BESIDES_H

#include "learn/learn.h"

/* Adds the text of the rules file at `path`, all of it, with the rules that `l`
 * (of lessons with `besides`) needs behind those of their section, where they
 * overrule none.  A file that includes nothing includes a profile.  Returns 0,
 * or -1 with a fault. */
int besides_write(struct str *to, struct lessons *l,
    const struct learn_options *o, const char *path,
    struct learn_lost *ret_lost, struct faults *f);

#endif /* PTS_LEARN_BESIDES_H */
