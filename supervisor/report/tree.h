/* A sorted list of names as a tree for a terminal, with crowded folders folded
 * into counts. */
#ifndef PTS_REPORT_TREE_H
#define PTS_REPORT_TREE_H

#include "base/str.h"
#include "report/model.h"

/* What stands behind a name, for tree_add(): adds to `to`. */
typedef void tree_note_fn(struct str *to, const struct thing *t);

/* Adds the list, each line after a margin of two blanks; `note` may be NULL. */
void tree_add(struct str *to, const struct names *names,
    const struct thing *const *list, size_t count, tree_note_fn *note);

#endif /* PTS_REPORT_TREE_H */
