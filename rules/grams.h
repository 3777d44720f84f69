/* Of many patterns with one head, those that a path may fit: each pattern is
 * filed under a gram, a few bytes that every path it fits has somewhere behind
 * the head, and of its grams the one that is rarest among the others. */
#ifndef PTS_RULES_GRAMS_H
#define PTS_RULES_GRAMS_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct path_entry;
struct grams;

/* An index of these entries, which are linked by rising rule number and are
 * linked anew.  All are patterns with one head, of this length, and none is
 * plain.  Owned by the arena.  NULL: no memory. */
struct grams *grams_new(struct arena *a, struct path_entry *first,
    size_t head_len);

/* Calls `each` with every list of entries, by rising rule number, that a path
 * with the head may fit; no list twice. */
void grams_find(const struct grams *g, const char *path, size_t len,
    void (*each)(void *ctx, const struct path_entry *first), void *ctx);

#endif /* PTS_RULES_GRAMS_H */
