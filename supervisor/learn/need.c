/* What recorded runs needed. */
#include "learn/need.h"

#include <stdlib.h>
#include <string.h>

struct need *
needs_find(const struct needs *n, const char *name, size_t len)
{
	struct need *found = NULL;

	HASH_FIND(hh, n->all, name, len, found);
	return found;
}

struct need *
needs_at(struct needs *n, const char *name, size_t len)
{
	struct need *one = needs_find(n, name, len);

	if (one != NULL)
		return one;
	if (HASH_COUNT(n->all) >= NEEDS_MAX ||
	    n->bytes + len > NEEDS_MAX_BYTES) {
		n->too_many = true;
		n->failed = true;
		return NULL;
	}
	one = calloc(1, sizeof(*one) + len + 1);
	if (one == NULL) {
		n->failed = true;
		return NULL;
	}
	memcpy(one->name, name, len);
	HASH_ADD(hh, n->all, name, len, one);
	n->bytes += len;
	return one;
}

/* Keeps the first text that was known. */
static void
keep(struct needs *n, char **to, const char *text)
{
	if (*to != NULL || text == NULL)
		return;
	*to = strdup(text);
	n->failed |= *to == NULL;
}

void
needs_merge(struct needs *n, const char *name, const struct need *from)
{
	struct need *to = needs_at(n, name, strlen(name));

	if (to == NULL)
		return;
	to->access |= from->access;
	to->found |= from->found;
	to->made |= from->made;
	to->gone |= from->gone;
	to->folder |= from->folder;
	keep(n, &to->program, from->program);
	keep(n, &to->where, from->where);
}

static int
by_name(const struct need *a, const struct need *b)
{
	return strcmp(a->name, b->name);
}

void
needs_sort(struct needs *n)
{
	HASH_SORT(n->all, by_name);
}

void
needs_done(struct needs *n)
{
	struct need *one, *next;

	HASH_ITER(hh, n->all, one, next) {
		HASH_DEL(n->all, one);
		free(one->program);
		free(one->where);
		free(one);
	}
	*n = (struct needs){0};
}
