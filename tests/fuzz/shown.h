/* What is told to people never holds what a terminal would obey. */
#ifndef PTS_TESTS_FUZZ_SHOWN_H
#define PTS_TESTS_FUZZ_SHOWN_H

#include <stddef.h>

#include "base/fault.h"

/* Ends the target where a text has more than printable characters, newlines
 * and tabs. */
void text_is_shown(const char *text, size_t len);

/* ... where a fault has, or is more than one line. */
void faults_are_shown(const struct faults *f);

#endif /* PTS_TESTS_FUZZ_SHOWN_H */
