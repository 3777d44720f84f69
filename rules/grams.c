/* The grams of patterns.  A pattern that fits a path ends where a name of it
 * ends: so the path is read as if one more slash stood at its end, and a
 * literal that ends a pattern as if it had that slash. */
#include "grams.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "paths.h"
#include "pattern.h"

#define GRAM_MAX 8
/* Bits of the hash that the tables of fixed size are indexed by. */
#define HASH_BITS 16

/* A gram is held as a number: its bytes, the last one lowest.  No path holds a
 * zero byte, so none equals another one of another length. */

struct gram_list {
	uint64_t gram;
	struct path_entry *first; /* NULL: a free place */
	struct path_entry **last;
};

struct grams {
	size_t head_len;
	struct path_entry *always; /* patterns without a literal */
	struct path_entry **always_last;
	uint8_t lengths[GRAM_MAX + 1]; /* is there a gram of this length? */
	uint64_t there[(1 << HASH_BITS) / 64]; /* hashes of those that are */
	size_t mask;
	struct gram_list *list; /* a power of two of them */
};

static size_t
hash_of(uint64_t gram)
{
	return (size_t)(gram * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

static size_t
short_hash(uint64_t gram)
{
	return hash_of(gram) >> (32 - HASH_BITS);
}

static uint64_t
last_bytes(uint64_t gram, unsigned count)
{
	return count < GRAM_MAX ? gram & ((UINT64_C(1) << 8 * count) - 1)
				: gram;
}

/* Walks over what a pattern has behind its head: the byte of a token that takes
 * just one, 0 for others, and the slash behind the end. */
static char
literal_at(const struct pattern *p, size_t i)
{
	return i < p->accept ? p->literal[i] : '/';
}

/* The longest run of literals, or GRAM_MAX if that is less; a slash behind a
 * wildcard at the end says nothing. */
static unsigned
gram_length(const struct pattern *p)
{
	unsigned run = 0, most = 0;

	for (size_t i = 0; i < p->accept + (run > 0); i++) {
		run = literal_at(p, i) != '\0' ? run + 1 : 0;
		if (run > most)
			most = run;
	}
	return most < GRAM_MAX ? most : GRAM_MAX;
}

/* Calls `each` with every gram of a pattern that has this length. */
static void
walk_grams(const struct pattern *p, unsigned length,
    void (*each)(void *ctx, uint64_t gram), void *ctx)
{
	uint64_t gram = 0;
	unsigned run = 0;

	for (size_t i = 0; i < p->accept + (run > 0); i++) {
		char c = literal_at(p, i);

		gram = gram << 8 | (unsigned char)c;
		run = c != '\0' ? run + 1 : 0;
		if (run >= length)
			each(ctx, last_bytes(gram, length));
	}
}

/* How many grams have which hash: an estimate is enough. */
static void
count_gram(void *ctx, uint64_t gram)
{
	uint32_t *count = ctx;

	count[short_hash(gram)]++;
}

struct choice {
	const uint32_t *count;
	uint64_t gram;
	uint32_t least;
};

static void
choose_gram(void *ctx, uint64_t gram)
{
	struct choice *c = ctx;
	uint32_t count = c->count[short_hash(gram)];

	if (count < c->least) {
		c->least = count;
		c->gram = gram;
	}
}

/* The list of a gram, or the free place where it belongs. */
static struct gram_list *
find(const struct grams *g, uint64_t gram)
{
	size_t i = hash_of(gram) & g->mask;

	while (g->list[i].first != NULL && g->list[i].gram != gram)
		i = (i + 1) & g->mask;
	return &g->list[i];
}

static void
file_under(struct grams *g, struct path_entry *e, uint64_t gram)
{
	struct gram_list *l = find(g, gram);
	size_t bit = short_hash(gram);

	if (l->first == NULL) {
		l->gram = gram;
		l->last = &l->first;
		g->there[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	*l->last = e;
	l->last = &e->next;
}

static void
file_entry(struct grams *g, struct path_entry *e, const uint32_t *count)
{
	struct choice c = {.count = count, .least = UINT32_MAX};
	unsigned length = gram_length(e->pattern);

	e->next = NULL;
	if (length == 0) {
		*g->always_last = e;
		g->always_last = &e->next;
		return;
	}
	walk_grams(e->pattern, length, choose_gram, &c);
	g->lengths[length] = true;
	file_under(g, e, c.gram);
}

struct grams *
grams_new(struct arena *a, struct path_entry *first, size_t head_len)
{
	struct grams *g = arena_alloc(a, sizeof(*g));
	uint32_t *count = calloc(1u << HASH_BITS, sizeof(*count));
	size_t entries = 0, size = 8;
	struct path_entry *next;

	for (struct path_entry *e = first; e != NULL; e = e->next) {
		unsigned length = gram_length(e->pattern);

		entries++;
		if (count != NULL && length > 0)
			walk_grams(e->pattern, length, count_gram, count);
	}
	while (size < entries * 2)
		size *= 2;
	if (g != NULL && count != NULL)
		g->list = arena_array(a, size, sizeof(*g->list));
	if (g == NULL || count == NULL || g->list == NULL) {
		free(count);
		return NULL;
	}
	g->mask = size - 1;
	g->head_len = head_len;
	g->always_last = &g->always;
	for (; first != NULL; first = next) {
		next = first->next;
		file_entry(g, first, count);
	}
	free(count);
	return g;
}

/* Does the gram stand in these bytes? */
static bool
is_in(const char *bytes, size_t len, uint64_t gram, unsigned length)
{
	char text[GRAM_MAX];

	for (unsigned i = length; i-- > 0; gram >>= 8)
		text[i] = (char)(gram & 0xff);
	return memmem(bytes, len, text, length) != NULL;
}

void
grams_find(const struct grams *g, const char *path, size_t len,
    void (*each)(void *ctx, const struct path_entry *first), void *ctx)
{
	/* A ** between slashes that is left out shares the head's. */
	size_t start = g->head_len > 0 ? g->head_len - 1 : 0;
	uint64_t all = 0;

	if (g->always != NULL)
		each(ctx, g->always);
	for (size_t i = start; i <= len; i++) {
		all = all << 8 | (unsigned char)(i < len ? path[i] : '/');
		for (unsigned n = 1; n <= GRAM_MAX && n <= i + 1 - start; n++) {
			uint64_t gram = last_bytes(all, n);
			size_t bit = short_hash(gram);
			const struct gram_list *l;

			if (!g->lengths[n] ||
			    (g->there[bit / 64] >> bit % 64 & 1) == 0)
				continue;
			l = find(g, gram);
			/* A path that says it again is asked of it once. */
			if (l->first != NULL &&
			    !is_in(path + start, i - start, gram, n))
				each(ctx, l->first);
		}
	}
}
