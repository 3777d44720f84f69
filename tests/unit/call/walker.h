/* One place, resolved for the test itself and compared with the kernel. */
#ifndef PTS_TESTS_CALL_WALKER_H
#define PTS_TESTS_CALL_WALKER_H

#include "call/place.h"

extern struct place p;

/* Resolves into p; returns p.err. */
int resolve(const char *name, int dirfd, enum follow follow, enum want want,
    enum empty empty);

/* Is what p holds what the kernel comes to? */
void as_kernel(const char *name, int dirfd, enum follow follow);

/* From the working folder, followed and not. */
void both(const char *name);

#endif /* PTS_TESTS_CALL_WALKER_H */
