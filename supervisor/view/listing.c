/* The names of folders, and their cookies.  Sorted rather than hashed: the
 * names are the job's, and no choice of them makes it slow. */
#include "view/listing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How much is remembered: a listing that was forgotten in the midst of being
 * read is numbered anew. */
#define LISTINGS_MAX 64u
#define NAMES_MAX    ((size_t)2 << 20)

static void
look_done(struct look *k)
{
	str_done(&k->text);
	free(k->name);
	*k = (struct look){0};
}

static void
listing_free(struct listing *l)
{
	look_done(&l->now);
	look_done(&l->fresh);
	free(l->seen);
	free(l);
}

void
listings_done(struct listings *all)
{
	while (all->first != NULL) {
		struct listing *l = all->first;

		all->first = l->next;
		listing_free(l);
	}
}

/* Forgets what was not used for longest; never the first. */
static void
forget(struct listings *all)
{
	size_t count = 0, names = 0;

	for (struct listing **at = &all->first; *at != NULL;) {
		struct listing *l = *at;

		count++;
		names += l->now.count;
		if (count > 1 && (count > LISTINGS_MAX || names > NAMES_MAX)) {
			*at = l->next;
			listing_free(l);
		} else {
			at = &l->next;
		}
	}
}

static bool
same_key(const struct listing_key *a, const struct listing_key *b)
{
	return a->space == b->space && a->dev == b->dev && a->ino == b->ino;
}

/* Takes it out of the list; NULL: it is not there. */
static struct listing *
take(struct listings *all, const struct listing_key *key)
{
	for (struct listing **at = &all->first; *at != NULL;
	     at = &(*at)->next) {
		struct listing *l = *at;

		if (!same_key(&l->key, key))
			continue;
		*at = l->next;
		return l;
	}
	return NULL;
}

struct listing *
listings_get(struct listings *all, const struct listing_key *key,
    const char *seen, bool *ret_stale)
{
	struct listing *l = take(all, key);
	char *copy;

	*ret_stale = l == NULL;
	if (l == NULL)
		l = calloc(1, sizeof(*l));
	if (l == NULL)
		return NULL;
	l->key = *key;
	if (l->seen == NULL || strcmp(l->seen, seen) != 0) {
		copy = strdup(seen);
		if (copy == NULL) {
			listing_free(l);
			return NULL;
		}
		free(l->seen);
		l->seen = copy;
		*ret_stale = true;
	}
	l->next = all->first;
	all->first = l;
	forget(all);
	return l;
}

static void
add(struct look *k, const char *name, const struct listed *what)
{
	struct listed *n;

	if (k->count == k->room) {
		size_t room = k->room == 0 ? 64 : 2 * k->room;

		n = k->room < NAMES_MAX
		    ? reallocarray(k->name, room, sizeof(*n))
		    : NULL;
		k->failed = k->failed || n == NULL;
		if (n == NULL)
			return;
		k->name = n;
		k->room = room;
	}
	n = &k->name[k->count];
	*n = *what;
	n->at = k->text.len;
	n->order = (uint32_t)k->count++;
	str_add_bytes(&k->text, name, strlen(name) + 1);
}

void
listing_add(struct listing *l, const char *name, uint64_t ino,
    unsigned char type)
{
	add(&l->fresh, name, &(struct listed){.ino = ino, .type = type});
}

void
listing_hide(struct listing *l, const char *name)
{
	add(&l->fresh, name, &(struct listed){.hidden = true});
}

void
listing_forget(struct listings *all, struct listing *l)
{
	if (take(all, &l->key) == l)
		listing_free(l);
}

static int
by_name(const void *a, const void *b, void *text)
{
	const struct listed *x = a, *y = b;
	int r = strcmp((const char *)text + x->at, (const char *)text + y->at);

	return r != 0 ? r : (x->order > y->order) - (x->order < y->order);
}

static void
sort_by_name(struct look *k)
{
	if (k->count > 1)
		qsort_r(k->name, k->count, sizeof(*k->name), by_name,
		    k->text.buf);
}

/* Those without a cookie last, as they were added. */
static int
by_cookie(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	/* 0 becomes the greatest. */
	uint64_t p = x->cookie - 1, q = y->cookie - 1;

	if (p != q)
		return p > q ? 1 : -1;
	return (x->order > y->order) - (x->order < y->order);
}

/* Of each name the first stays, and of the hidden none. */
static void
keep_first(struct look *k)
{
	size_t kept = 0;

	for (size_t i = 0, j; i < k->count; i = j) {
		const char *name = k->text.buf + k->name[i].at;

		for (j = i + 1; j < k->count; j++)
			if (strcmp(name, k->text.buf + k->name[j].at) != 0)
				break;
		if (!k->name[i].hidden)
			k->name[kept++] = k->name[i];
	}
	k->count = kept;
}

/* Gives the names that were there before their cookies.  Both are by name. */
static void
take_over(struct look *fresh, const struct look *old)
{
	size_t i = 0, j = 0;

	while (i < fresh->count && j < old->count) {
		int r = strcmp(fresh->text.buf + fresh->name[i].at,
		    old->text.buf + old->name[j].at);

		if (r == 0)
			fresh->name[i].cookie = old->name[j].cookie;
		i += r <= 0;
		j += r >= 0;
	}
}

int
listing_end(struct listing *l)
{
	struct look *k = &l->fresh;

	if (k->failed || k->text.failed) {
		look_done(k);
		return -ENOMEM;
	}
	sort_by_name(k);
	keep_first(k);
	sort_by_name(&l->now);
	take_over(k, &l->now);
	if (k->count > 1)
		qsort(k->name, k->count, sizeof(*k->name), by_cookie);
	for (size_t i = 0; i < k->count; i++)
		if (k->name[i].cookie == 0)
			k->name[i].cookie = ++l->last;
	look_done(&l->now);
	l->now = *k;
	*k = (struct look){0};
	return 0;
}

size_t
listing_behind(const struct listing *l, uint64_t position)
{
	size_t low = 0, high = l->now.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->now.name[middle].cookie > position)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

const struct listed *
listing_at(const struct listing *l, size_t index, const char **ret_name)
{
	if (index >= l->now.count)
		return NULL;
	*ret_name = l->now.text.buf + l->now.name[index].at;
	return &l->now.name[index];
}
