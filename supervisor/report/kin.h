/* The processes of a run as a tree: who started whom. */
#ifndef PTS_REPORT_KIN_H
#define PTS_REPORT_KIN_H

#include <stdbool.h>

#include "report/model.h"

/* Places in the list of processes, NO_PROC where there is none. */
struct kin {
	uint32_t *child;   /* owned; the first child of each */
	uint32_t *sibling; /* owned; the next child of the same parent */
	uint32_t first;    /* of those without a parent */
};

/* Returns 0, or -ENOMEM. */
int kin_make(struct kin *ret, const struct model *m);

/* How many siblings from `at` on are alike: one program, one ending, and no
 * children, so that a list can tell them in one line; at least 1. */
uint32_t kin_alike(const struct kin *k, const struct model *m, uint32_t at,
    uint32_t *ret_next);

void kin_done(struct kin *k);

#endif /* PTS_REPORT_KIN_H */
