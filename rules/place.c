/* The folders that a run makes for its namespaces: private ones, and those on
 * the way to a place whose parents exist nowhere. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "model.h"
#include "rules.h"

/* What rules_place() was given. */
struct making {
	struct arena *arena;
	const struct space_layer *layers;
	const char *area;
	const char *(*make)(void *ctx, const struct space_place *place);
	void *ctx;
};

static bool
needs_area(const struct space *s)
{
	char parent[PATH_MAX], host[PATH_MAX];
	struct space_way way;
	struct stat st;

	for (const struct space_place *p = s->first; p != NULL; p = p->next) {
		if (p->kind != SPACE_MAP || p->layer != NULL)
			return true;
		strcpy(parent, p->at);
		*strrchr(parent, '/') = '\0';
		if (parent[0] != '\0' &&
		    (!space_host(s, parent, host, &way) ||
			stat(host, &st) != 0 || !S_ISDIR(st.st_mode)))
			return true;
	}
	return false;
}

static bool
any(const struct rules *r, bool (*test)(const struct space *s))
{
	if (r->top.space != NULL && test(r->top.space))
		return true;
	for (const struct policy *p = r->profiles; p != NULL; p = p->next)
		if (p->space != NULL && test(p->space))
			return true;
	return false;
}

static bool
drawn(const struct space *s)
{
	(void)s;
	return true;
}

bool
rules_draw(const struct rules *r)
{
	return any(r, drawn);
}

struct space_layer *
rules_layers(const struct rules *r)
{
	return r->layers;
}

static bool
has_root_user(const struct space *s)
{
	return s->root_user;
}

bool
rules_root_user(const struct rules *r)
{
	return any(r, has_root_user);
}

bool
rules_need_area(const struct rules *r)
{
	return any(r, needs_area);
}

static int
fill(struct space_place *p, const char *from)
{
	if (from == NULL)
		return -errno;
	p->from = from;
	p->from_len = strlen(from);
	return 0;
}

/* Stands a folder in at each name above p that leads to none. */
static int
stand_in(struct space *s, const struct making *m, const char *at)
{
	char name[PATH_MAX], host[PATH_MAX];
	struct space_way way;
	struct stat st;
	int err = 0;

	for (size_t i = 1; err == 0 && at[i] != '\0'; i++) {
		struct space_place *p;

		if (at[i] != '/')
			continue;
		memcpy(name, at, i);
		name[i] = '\0';
		if (space_host(s, name, host, &way) && stat(host, &st) == 0 &&
		    S_ISDIR(st.st_mode))
			continue;
		p = arena_alloc(m->arena, sizeof(*p));
		if (p == NULL)
			return -ENOMEM;
		p->kind = SPACE_STAND;
		p->at = arena_copy(m->arena, name, i);
		if (p->at == NULL)
			return -ENOMEM;
		p->at_len = i;
		err = fill(p, m->make(m->ctx, p));
		if (err == 0)
			space_add(s, p);
	}
	return err;
}

/* The run's layers have no name in this namespace: by none of its places, so
 * that no folder above them can be moved either. */
static int
hide_layers(struct space *s, const struct making *m)
{
	char name[PATH_MAX];

	for (const struct space_layer *l = m->layers; l != NULL; l = l->next) {
		size_t n = 0;

		while (space_next_name(s, l->dir, &n, name)) {
			struct space_place *p;

			p = arena_alloc(m->arena, sizeof(*p));
			if (p == NULL)
				return -ENOMEM;
			p->kind = SPACE_HIDDEN;
			p->at_len = strlen(name);
			p->at = arena_copy(m->arena, name, p->at_len);
			if (p->at == NULL)
				return -ENOMEM;
			space_add(s, p);
		}
	}
	return 0;
}

static int
place_one(struct space *s, const struct making *m)
{
	int err = hide_layers(s, m);

	s->layers = m->layers;
	s->area = m->area;
	s->area_len = m->area != NULL ? strlen(m->area) : 0;
	for (struct space_place *p = s->first; err == 0 && p != NULL;
	     p = p->next)
		if (p->from == NULL)
			err = fill(p, m->make(m->ctx, p));
	for (const struct space_place *p = s->first; err == 0 && p != NULL;
	     p = p->next)
		if (p->kind == SPACE_MAP || p->kind == SPACE_PRIVATE)
			err = stand_in(s, m, p->at);
	return err;
}

int
rules_place(struct rules *r, const char *area,
    const char *(*make)(void *ctx, const struct space_place *place), void *ctx)
{
	struct making m = {&r->arena, r->layers, area, make, ctx};
	int err = 0;

	if (r->top.space != NULL)
		err = place_one(r->top.space, &m);
	for (struct policy *p = r->profiles; err == 0 && p != NULL; p = p->next)
		if (p->space != NULL)
			err = place_one(p->space, &m);
	return err;
}
