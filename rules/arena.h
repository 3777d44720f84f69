/* Memory that lives as long as the rules: taken piece by piece while they are
 * read, given back as a whole. */
#ifndef PTS_RULES_ARENA_H
#define PTS_RULES_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_chunk;

/* All zero is an empty arena. */
struct arena {
	struct arena_chunk *chunks;
};

/* `size` zeroed bytes, aligned for any type; NULL when memory runs out. */
void *arena_alloc(struct arena *a, size_t size);

/* As arena_alloc() for count * size bytes; NULL on overflow too. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A NUL-terminated copy of `len` bytes; NULL when memory runs out. */
char *arena_copy(struct arena *a, const char *bytes, size_t len);

/* Frees all that was taken; idempotent. */
void arena_done(struct arena *a);

#endif /* PTS_RULES_ARENA_H */
