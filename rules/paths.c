/* One walk over the bytes of a path finds every literal beginning that some
 * rule has: the hash is carried along, and looked up only at lengths that
 * occur.  A plain path is found where a name ends, a pattern's head anywhere,
 * and only then is its automaton run. */
#include "paths.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "grams.h"

enum {
	LENGTH_PLAIN = 1,
	LENGTH_HEAD = 2
};

/* All entries that share one head and one kind, by rising rule number. */
struct paths_bucket {
	uint64_t hash;
	const char *head;
	size_t len;
	bool plain;
	bool used;
	struct path_entry *first; /* NULL: they are in `grams` */
	struct path_entry **last;
	size_t count;
	struct grams *grams; /* NULL: so few that each is tried */
};

/* More patterns than that with one head are filed by their grams. */
#define FEW 8u

/* FNV-1a.  Keys come from the operator, so no job can make them collide. */
#define HASH_START UINT64_C(0xcbf29ce484222325)

static uint64_t
hash_byte(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)c) * UINT64_C(0x100000001b3);
}

/* "/" is the path of no names: it ends before the first slash. */
static size_t
key_len(const struct pattern *p)
{
	return p->plain && p->head_len == 1 && p->head[0] == '/' ? 0
								 : p->head_len;
}

int
paths_add(struct paths *p, struct arena *a, const struct pattern *pattern,
    uint32_t rule, unsigned access, enum pattern_reach reach)
{
	struct path_entry *e = arena_alloc(a, sizeof(*e));

	if (e == NULL)
		return -ENOMEM;
	e->pattern = pattern;
	e->rule = rule;
	e->access = access;
	e->reach = reach;
	if (p->last == NULL)
		p->last = &p->first;
	*p->last = e;
	p->last = &e->next;
	p->count++;
	if (key_len(pattern) > p->longest)
		p->longest = key_len(pattern);
	return 0;
}

/* The bucket of a key, or the free one where it belongs. */
static struct paths_bucket *
find(const struct paths *p, uint64_t hash, const char *head, size_t len,
    bool plain)
{
	size_t i = (hash ^ hash >> 32) & p->mask;

	for (;; i = (i + 1) & p->mask) {
		struct paths_bucket *b = &p->bucket[i];

		if (!b->used ||
		    (b->hash == hash && b->len == len && b->plain == plain &&
			memcmp(b->head, head, len) == 0))
			return b;
	}
}

static void
put(struct paths *p, struct path_entry *e)
{
	size_t len = key_len(e->pattern);
	uint64_t hash = HASH_START;
	struct paths_bucket *b;

	for (size_t i = 0; i < len; i++)
		hash = hash_byte(hash, e->pattern->head[i]);
	b = find(p, hash, e->pattern->head, len, e->pattern->plain);
	if (!b->used) {
		b->used = true;
		b->hash = hash;
		b->head = e->pattern->head;
		b->len = len;
		b->plain = e->pattern->plain;
		b->last = &b->first;
	}
	e->next = NULL;
	*b->last = e;
	b->last = &e->next;
	b->count++;
	p->lengths[len] |= b->plain ? LENGTH_PLAIN : LENGTH_HEAD;
}

/* Files the patterns of each head that has many.  Returns 0, or -ENOMEM. */
static int
file_many(struct paths *p, struct arena *a)
{
	for (size_t i = 0; i <= p->mask; i++) {
		struct paths_bucket *b = &p->bucket[i];

		if (b->plain || b->count <= FEW)
			continue;
		b->grams = grams_new(a, b->first, b->len);
		if (b->grams == NULL)
			return -ENOMEM;
		b->first = NULL;
	}
	return 0;
}

int
paths_build(struct paths *p, struct arena *a)
{
	size_t size = 8;
	struct path_entry *e = p->first;

	while (size < p->count * 2)
		size *= 2;
	p->bucket = arena_array(a, size, sizeof(*p->bucket));
	p->lengths = arena_alloc(a, p->longest + 1);
	if (p->bucket == NULL || p->lengths == NULL)
		return -ENOMEM;
	p->mask = size - 1;
	while (e != NULL) {
		struct path_entry *next = e->next;

		put(p, e);
		e = next;
	}
	p->first = NULL;
	p->last = NULL;
	return file_many(p, a);
}

/* The subject of one question, and the best answer so far. */
struct search {
	const char *path;
	size_t len;
	unsigned access;
	uint32_t from;
	uint32_t best;
	enum pattern_reach reach;
};

/* Is the beginning of this length a whole path, as far as the reach allows? */
static bool
ends_name(const struct search *s, size_t len, enum pattern_reach reach)
{
	if (len == s->len || (len == 0 && s->len == 1))
		return true;
	return reach == REACH_BELOW && s->path[len] == '/';
}

/* Does the entry speak of the path?  Its head is there. */
static bool
covers(const struct search *s, const struct path_entry *e)
{
	enum pattern_reach reach = e->reach == REACH_ALL ? REACH_ALL : s->reach;

	if (e->pattern->plain)
		return ends_name(s, key_len(e->pattern), reach);
	return pattern_match_tail(e->pattern, s->path, s->len, reach);
}

static void
try_list(void *search, const struct path_entry *first)
{
	struct search *s = search;

	for (const struct path_entry *e = first; e != NULL; e = e->next) {
		if (e->rule >= s->best)
			return;
		if (e->rule >= s->from && (e->access & s->access) != 0 &&
		    covers(s, e)) {
			s->best = e->rule;
			return;
		}
	}
}

static void
try_bucket(const struct paths *p, struct search *s, uint64_t hash, size_t len,
    bool plain)
{
	const struct paths_bucket *b = find(p, hash, s->path, len, plain);

	if (b->grams != NULL)
		grams_find(b->grams, s->path, s->len, try_list, s);
	else
		try_list(s, b->first);
}

uint32_t
paths_first(const struct paths *p, const char *path, size_t len,
    unsigned access, uint32_t from, enum pattern_reach reach)
{
	struct search s = {path, len, access, from, NO_RULE, reach};
	uint64_t hash = HASH_START;

	if (p->count == 0)
		return NO_RULE;
	for (size_t i = 0; i <= len && i <= p->longest; i++) {
		uint8_t kinds = p->lengths[i];

		if ((kinds & LENGTH_PLAIN) != 0 && ends_name(&s, i, reach))
			try_bucket(p, &s, hash, i, true);
		if ((kinds & LENGTH_HEAD) != 0)
			try_bucket(p, &s, hash, i, false);
		if (i < len)
			hash = hash_byte(hash, path[i]);
	}
	return s.best;
}
