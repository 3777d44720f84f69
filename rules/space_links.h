/* Names of a namespace before they are canonical: symbolic links followed as a
 * job would, from the places that are drawn so far. */
#ifndef PTS_RULES_SPACE_LINKS_H
#define PTS_RULES_SPACE_LINKS_H

#include <limits.h>
#include <stdbool.h>

#include "space.h"

struct links;

/* Follows the links on the way to `name` (absolute, without `..` and doubled
 * slashes), and the last one where `last` says so; what does not exist stays as
 * it is written.  `to` has PATH_MAX bytes.  False: too long, or links without
 * end.  s may be NULL: the host's own names; `known`, too: what they are is
 * asked anew (links.h). */
bool space_follow(const struct space *s, struct links *known, const char *name,
    bool last, char *to);

#endif /* PTS_RULES_SPACE_LINKS_H */
