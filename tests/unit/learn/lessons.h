/* Lessons from lines of a record that a test writes down. */
#ifndef PTS_TESTS_LEARN_LESSONS_H
#define PTS_TESTS_LEARN_LESSONS_H

#include "learn/learn.h"

/* One call on one object: openat, answered without an error. */
void did(struct lessons *l, const char *access, const char *path);

/* The same, answered with this error. */
void failed(struct lessons *l, const char *access, const char *path,
    const char *err);

/* Any line. */
void line(struct lessons *l, const char *json);

/* The rules learned from l, as in the folder /job and with the home /home/ann,
 * a folder with `many` names folded; they must be good rules.  malloc'ed. */
char *rules_of(struct lessons *l, unsigned many);

/* The text has this in it. */
void has(const char *text, const char *part);
void has_not(const char *text, const char *part);

#endif /* PTS_TESTS_LEARN_LESSONS_H */
