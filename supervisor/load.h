/* The rules that a command line asks for, and what is wrong with them. */
#ifndef PTS_LOAD_H
#define PTS_LOAD_H

#include "base/fault.h"
#include "opts.h"
#include "rules.h"

/* Everything that was asked for is read, so that all faults are told at once.
 * Without -r these are the rules of the profile `lab` (`rootfs` with --root).
 * Returns the rules, to be freed with rules_free(), or NULL with faults. */
struct rules *load_rules(const struct opts *o, struct faults *f);

/* Tells each fault in a line, frees them, and returns EXIT_OURS. */
int tell_faults(struct faults *f);

#endif /* PTS_LOAD_H */
