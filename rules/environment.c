/* The person's environment -> the job's: what names secrets or runs code does
 * not reach it by default. */
#include "environment.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#include "base/hash.h"

/* What is dropped where nothing is said. */
static const struct {
	const char *pattern;
	int flags; /* of fnmatch(3) */
} unsaid[] = {
#define CODE(pattern)   {pattern, 0},
#define SECRET(pattern) {pattern, FNM_CASEFOLD},
#include "environment.def"
};

/* A name that was met. */
struct met {
	UT_hash_handle hh;
};

struct building {
	const struct env_rules *rules;
	struct arena *arena;
	struct met *met;
	struct met *fresh; /* the next one to use */
	size_t count;      /* of envp */
	struct environment *ret;
};

static bool
matches(const struct env_pattern *p, const char *name, size_t len)
{
	for (; p != NULL; p = p->next)
		if (pattern_match(&p->pattern, name, len, REACH_ALL))
			return true;
	return false;
}

static bool
dropped_unsaid(const char *name)
{
	for (size_t i = 0; i < sizeof(unsaid) / sizeof(unsaid[0]); i++)
		if (fnmatch(unsaid[i].pattern, name, unsaid[i].flags) == 0)
			return true;
	return false;
}

static bool
passes(const struct env_rules *e, const char *name)
{
	size_t len = strlen(name);

	if (matches(e->also, name, len))
		return true;
	if (matches(e->drop, name, len))
		return false;
	return e->keeps ? matches(e->keep, name, len) : !dropped_unsaid(name);
}

/* Is this the first time that the name is met? */
static bool
is_new(struct building *b, const char *name)
{
	struct met *m;

	HASH_FIND(hh, b->met, name, strlen(name), m);
	if (m != NULL)
		return false;
	m = b->fresh++;
	HASH_ADD_KEYPTR(hh, b->met, name, strlen(name), m);
	return true;
}

static void
add_set(struct building *b, const struct env_set *s)
{
	for (; s != NULL; s = s->next)
		if (is_new(b, s->name))
			b->ret->envp[b->count++] = s->entry;
}

/* Returns 0, or -ENOMEM. */
static int
add_inherited(struct building *b, char *entry)
{
	const char *end = strchr(entry, '=');
	const char *name;

	if (end == NULL || end == entry)
		return 0;
	name = arena_copy(b->arena, entry, (size_t)(end - entry));
	if (name == NULL)
		return -ENOMEM;
	if (!is_new(b, name))
		return 0;
	if (passes(b->rules, name))
		b->ret->envp[b->count++] = entry;
	else
		b->ret->dropped[b->ret->dropped_count++] = name;
	return 0;
}

static size_t
length(const struct env_set *s)
{
	size_t n = 0;

	for (; s != NULL; s = s->next)
		n++;
	return n;
}

int
env_build(const struct env_rules *e, struct arena *a, char *const *from,
    struct environment *ret)
{
	struct building b = {.rules = e, .arena = a, .ret = ret};
	size_t had = 0, most;
	int err = 0;

	while (from != NULL && from[had] != NULL)
		had++;
	most = had + length(e->typed) + length(e->set) + length(e->user) + 1;
	*ret = (struct environment){0};
	ret->envp = arena_array(a, most, sizeof(*ret->envp));
	ret->dropped = arena_array(a, had + 1, sizeof(*ret->dropped));
	b.fresh = arena_array(a, most, sizeof(*b.fresh));
	if (ret->envp == NULL || ret->dropped == NULL || b.fresh == NULL)
		return -ENOMEM;
	add_set(&b, e->typed);
	add_set(&b, e->set);
	add_set(&b, e->user);
	for (size_t i = 0; err == 0 && i < had; i++)
		err = add_inherited(&b, from[i]);
	HASH_CLEAR(hh, b.met);
	return err;
}

const char *
env_get(const struct environment *e, const char *name)
{
	size_t len = strlen(name);

	for (char *const *at = e->envp; *at != NULL; at++)
		if (strncmp(*at, name, len) == 0 && (*at)[len] == '=')
			return *at + len + 1;
	return NULL;
}
