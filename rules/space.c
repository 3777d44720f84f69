/* A namespace, asked: the places are few, so they are looked through. */
#include "space.h"

#include <string.h>

#include "base/str.h"

static bool
join(char *to, const char *folder, size_t len, const char *rest)
{
	size_t more = strlen(rest);

	/* The root ends in a slash, and a rest begins with one. */
	if (len == 1)
		len = 0;
	if (len + more >= PATH_MAX)
		return false;
	memcpy(to, folder, len);
	memcpy(to + len, rest, more + 1);
	if (len + more == 0)
		strcpy(to, "/");
	return true;
}

/* What stands behind a name after `len` bytes of it: "" or "/more". */
static const char *
rest_of(const char *name, size_t len)
{
	return len == 1 && name[1] != '\0' ? name : name + len;
}

static const struct space_place *
place_of(const struct space *s, const char *name)
{
	for (const struct space_place *p = s->first; p != NULL; p = p->next)
		if (str_is_below(name, p->at, p->at_len))
			return p;
	return NULL;
}

const struct space_layer *
space_layer(const struct space *s, const char *name, const char **ret_rest)
{
	const struct space_place *p = place_of(s, name);

	if (p == NULL || p->layer == NULL)
		return NULL;
	*ret_rest = rest_of(name, p->at_len);
	return p->layer;
}

/* Does the name lie in what only the supervisor may reach? */
static bool
is_ours(const struct space *s, const char *host)
{
	if (str_is_below(host, s->area, s->area_len))
		return true;
	for (const struct space_layer *l = s->layers; l != NULL; l = l->next)
		if (str_is_below(host, l->dir, strlen(l->dir)))
			return true;
	return false;
}

/* What stands where the job comes to the run's own folders. */
static const struct space_place nothing = {.kind = SPACE_HIDDEN};

bool
space_host(const struct space *s, const char *name, char *to,
    struct space_way *ret)
{
	const struct space_place *p = place_of(s, name);

	ret->place = p;
	ret->border = p != NULL && name[p->at_len] == '\0' && p->at_len > 1;
	if (p == NULL) {
		if (!join(to, "/", 1, name))
			return false;
	} else if (p->from == NULL ||
	    !join(to, p->from, p->from_len, rest_of(name, p->at_len))) {
		return false;
	}
	/* The run's own folders are reached by their places only. */
	if (s->area == NULL || (p != NULL && p->kind != SPACE_MAP) ||
	    !is_ours(s, to))
		return true;
	ret->place = &nothing;
	ret->border =
	    str_is_below(to, s->area, s->area_len) && to[s->area_len] == '\0';
	return join(to, s->area, s->area_len, "/empty/hidden");
}

/* What the job calls `host` where this place (NULL: none) shows it. */
static bool
seen_through(const struct space *s, const struct space_place *p,
    const char *host, char *to)
{
	char back[PATH_MAX];
	struct space_way way;

	if (p == NULL) {
		if (!join(to, "/", 1, host))
			return false;
	} else {
		if (p->kind == SPACE_HIDDEN || p->from == NULL ||
		    !str_is_below(host, p->from, p->from_len) ||
		    !join(to, p->at, p->at_len, rest_of(host, p->from_len)))
			return false;
	}
	/* Something deeper may stand in front of it. */
	return space_host(s, to, back, &way) && strcmp(back, host) == 0;
}

/* What the job calls a change of one of its layers. */
static bool
seen_change(const struct space *s, const char *host, char *to)
{
	for (const struct space_place *p = s->first; p != NULL; p = p->next) {
		size_t len = p->layer != NULL ? strlen(p->layer->dir) : 0;

		if (len == 0 || !str_is_below(host, p->layer->dir, len) ||
		    !str_is_below(host + len, LAYER_TREE, strlen(LAYER_TREE)))
			continue;
		len += strlen(LAYER_TREE);
		if (join(to, p->at, p->at_len, host + len) &&
		    place_of(s, to) == p)
			return true;
	}
	return false;
}

bool
space_seen(const struct space *s, const char *host, char *to)
{
	const struct space_place *best = NULL;
	char text[PATH_MAX];
	bool found;

	if (seen_change(s, host, to))
		return true;
	found = seen_through(s, NULL, host, to);
	for (const struct space_place *p = s->first; p != NULL; p = p->next) {
		if (best != NULL && p->from_len <= best->from_len)
			continue;
		if (!seen_through(s, p, host, text))
			continue;
		strcpy(to, text);
		best = p;
		found = true;
	}
	return found;
}

bool
space_next_name(const struct space *s, const char *host, size_t *n, char *to)
{
	const struct space_place *p = s->first;
	size_t i = 1;

	/* Number 0 is the host's own name. */
	if (*n == 0) {
		*n = 1;
		if (seen_through(s, NULL, host, to))
			return true;
	}
	for (; p != NULL; p = p->next, i++) {
		if (i < *n || !seen_through(s, p, host, to))
			continue;
		*n = i + 1;
		return true;
	}
	return false;
}

/* Is p's place directly in the folder? */
static bool
is_in(const struct space_place *p, const char *folder, size_t len)
{
	if (len == 1 && folder[0] == '/')
		len = 0;
	return p->at_len > len + 1 && memcmp(p->at, folder, len) == 0 &&
	    p->at[len] == '/' && strchr(p->at + len + 1, '/') == NULL;
}

bool
space_border(const struct space *s, const char *folder, size_t folder_len,
    const char *name)
{
	for (const struct space_place *p = s->first; p != NULL; p = p->next)
		if (is_in(p, folder, folder_len) &&
		    strcmp(strrchr(p->at, '/') + 1, name) == 0)
			return true;
	/* Wherever a map shows the run's own folders. */
	return s->area != NULL && strcmp(strrchr(s->area, '/') + 1, name) == 0;
}

bool
space_holds(const struct space *s, const char *name)
{
	size_t len = strlen(name);
	char host[PATH_MAX];
	struct space_way way;

	for (const struct space_place *p = s->first; p != NULL; p = p->next)
		if (p->at_len > len && str_is_below(p->at, name, len) &&
		    p->at_len > 1)
			return true;
	return s->area != NULL && space_host(s, name, host, &way) &&
	    strlen(host) < s->area_len &&
	    str_is_below(s->area, host, strlen(host));
}

const struct space_place *
space_next_in(const struct space *s, const char *folder,
    const struct space_place *last)
{
	size_t len = strlen(folder);
	const struct space_place *p = last != NULL ? last->next : s->first;

	while (p != NULL && !is_in(p, folder, len))
		p = p->next;
	return p;
}

bool
space_add(struct space *s, struct space_place *place)
{
	struct space_place **at = &s->first;

	while (*at != NULL && (*at)->at_len >= place->at_len) {
		if (strcmp((*at)->at, place->at) == 0)
			return false;
		at = &(*at)->next;
	}
	place->next = *at;
	*at = place;
	s->count++;
	return true;
}
