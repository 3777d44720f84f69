/* From an instruction to its line, by the tables of CPython.  Pure: the tables
 * are bytes of the job's. */
#ifndef PTS_STACK_LINE_H
#define PTS_STACK_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "stack/layout.h"

/* The line of the instruction at byte `at` of a code object that begins at line
 * `first`.  Returns it, or 0 where the table gives the instruction none or ends
 * before it, or what it says is no line. */
int line_find(enum line_table kind, const unsigned char *table, size_t len,
    int first, long at);

#endif /* PTS_STACK_LINE_H */
