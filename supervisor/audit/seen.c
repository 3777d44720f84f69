/* What a run touched and was allowed to, for the summary: each name once. */
#include "audit/seen.h"

#include <stdlib.h>
#include <string.h>

void
seen_note(struct seen *s, unsigned access, const char *name)
{
	struct thing *t = NULL;
	size_t len = strlen(name);

	HASH_FIND(hh, s->all, name, len, t);
	if (t == NULL) {
		if (s->count >= SEEN_MAX || s->bytes >= SEEN_MAX_BYTES ||
		    (t = calloc(1, sizeof(*t) + len + 1)) == NULL) {
			s->lost++;
			return;
		}
		memcpy(t->name, name, len + 1);
		HASH_ADD(hh, s->all, name, len, t);
		s->count++;
		s->bytes += sizeof(*t) + len + 1;
	}
	t->access |= access;
	t->count++;
}

static int
by_name(const void *a, const void *b)
{
	const struct thing *const *left = a;
	const struct thing *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

const struct thing **
seen_sorted(const struct seen *s, unsigned access, size_t *ret_count)
{
	const struct thing **list;
	struct thing *t, *next;
	size_t n = 0;

	*ret_count = 0;
	if (s->count == 0)
		return NULL;
	list = calloc(s->count, sizeof(struct thing *));
	if (list == NULL)
		return NULL;
	HASH_ITER(hh, s->all, t, next) {
		if ((t->access & access) != 0)
			list[n++] = t;
	}
	if (n == 0) {
		free(list);
		return NULL;
	}
	qsort(list, n, sizeof(list[0]), by_name);
	*ret_count = n;
	return list;
}

void
seen_done(struct seen *s)
{
	struct thing *t, *next;

	HASH_ITER(hh, s->all, t, next) {
		HASH_DEL(s->all, t);
		free(t);
	}
	*s = (struct seen){0};
}
