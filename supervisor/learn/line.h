/* One line of learned rules: its words, and why it stands there. */
#ifndef PTS_LEARN_LINE_H
#define PTS_LEARN_LINE_H

#include "learn/general.h"

/* Adds ", path: X" or the like: the pattern as a YAML word that starts with ./,
 * ${CWD} or ~ where it is below one of these folders.  False, and nothing is
 * added, where it is not UTF-8. */
bool line_add_path(struct str *to, const struct learn_places *at,
    const char *pattern);

/* Adds "read" or "[read, write]". */
void line_add_access(struct str *to, unsigned access);

/* Adds "  # python3, job.py:12, a new name each time" and ends the line. */
void line_end(struct str *to, const struct need *n, unsigned folded,
    bool general);

#endif /* PTS_LEARN_LINE_H */
