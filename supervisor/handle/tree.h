/* What a folder's move means for what stands in it. */
#ifndef PTS_HANDLE_TREE_H
#define PTS_HANDLE_TREE_H

#include "rules.h"

/* Rights to a file that its new name must not add to. */
#define TREE_RIGHTS (ACC_READ | ACC_MODIFY | ACC_ATTRIBUTES)

/* Which accesses to a file would `to` allow, or ask about, and `from` not so
 * far?  Returns the set. */
unsigned tree_gain(const struct policy *p, const struct who *who,
    const char *from, const char *to);

/* The same for everything below the folder `last` of descriptor `parent`, which
 * stands at the canonical name `from`, as if it stood at `to`.  Nothing of the
 * job can change the tree meanwhile: such calls are carried out one at a time.
 * Returns 0: no gain; 1: a gain; or -errno (-E2BIG: too much to look at). */
int tree_gains(const struct policy *p, const struct who *who, int parent,
    const char *last, const char *from, const char *to);

#endif /* PTS_HANDLE_TREE_H */
