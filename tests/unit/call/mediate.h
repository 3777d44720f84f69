/* The file handlers, carried out on the test itself: the pinned arguments stand
 * in its own memory, so it can make the pinned call. */
#ifndef PTS_TESTS_CALL_MEDIATE_H
#define PTS_TESTS_CALL_MEDIATE_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>

#include "call/verdict.h"

/* A test suite's .init and .fini: the tree of tree.h, and "existing" and "new",
 * see stand_in.c. */
void mediate_start(void);
void mediate_stop(void);

/* Arguments as the kernel takes them. */
#define A(x) ((uint64_t)(uintptr_t)(x))
#define CWD  ((uint64_t)AT_FDCWD)

/* Mediates one call and carries its verdict out; -errno on failure. */
long mediate(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d,
    uint64_t e);

/* The same for a call that is served beside others, which only is judged.  True
 * with its verdict, or false where it needs the desk alone. */
bool mediate_beside(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d,
    struct verdict *ret);

/* Opens, and closes what came of it: 0 or -errno. */
int opens(const char *name, int flags);

#endif /* PTS_TESTS_CALL_MEDIATE_H */
