/* Answers that are kept: rules in a file that --save-answers names. */
#ifndef PTS_ASK_SAVE_H
#define PTS_ASK_SAVE_H

#include <limits.h>

#include "base/str.h"

/* Adds a rule ("{allow: read, path: /x}") to a section of the rules in `text`,
 * before those that are there.  An empty text becomes a file of its own. */
void save_insert(struct str *to, const char *text, const char *section,
    const char *rule);

/* May the file be used: is it a rules file, or not there yet, in a folder that
 * can be written?  Returns 0 with its canonical name, or -1 with one sentence
 * in *ret_why. */
int save_check(const char *path, char ret_name[PATH_MAX], struct str *ret_why);

/* Adds the rule to the file, which is replaced as a whole once the new one was
 * found to be good rules, or made.  Returns as save_check(); what was there
 * stays where it fails. */
int save_rule(const char *path, const char *section, const char *rule,
    struct str *ret_why);

#endif /* PTS_ASK_SAVE_H */
