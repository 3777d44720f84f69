/* Rule lists -> what can be asked quickly. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "model.h"

/* Numbers the rules of a section. */
static int
number_rules(struct section *s, struct arena *a)
{
	uint32_t n = 0;

	s->rule = arena_array(a, s->count, sizeof(struct rule *));
	if (s->rule == NULL)
		return -ENOMEM;
	for (struct rule *r = s->first; r != NULL; r = r->next)
		s->rule[n++] = r;
	return 0;
}

static int
index_paths(struct section *s, struct arena *a)
{
	for (uint32_t i = 0; i < s->count; i++) {
		const struct rule_path *p = s->rule[i]->paths;

		for (; p != NULL; p = p->next)
			if (paths_add(&s->paths, a, &p->pattern, i,
				s->rule[i]->access,
				s->rule[i]->alone ? REACH_ALL : REACH_BELOW) !=
			    0)
				return -ENOMEM;
	}
	return paths_build(&s->paths, a);
}

/* A folder on the way that was added already. */
struct seen {
	UT_hash_handle hh;
	char text[];
};

/* Adds the folder that the first `len` bytes of a pattern's text name, once.
 * Returns 0, or -ENOMEM. */
static int
add_folder(struct paths *way, struct arena *a, struct seen **seen,
    const char *text, size_t len, uint32_t rule)
{
	struct pattern *p;
	struct seen *s;
	const char *why;

	HASH_FIND(hh, *seen, text, len, s);
	if (s != NULL)
		return 0;
	s = calloc(1, sizeof(*s) + len + 1);
	p = arena_alloc(a, sizeof(*p));
	if (s == NULL || p == NULL) {
		free(s);
		return -ENOMEM;
	}
	memcpy(s->text, text, len);
	HASH_ADD(hh, *seen, text, len, s);
	/* A set cannot hold a slash, so what compiled whole compiles cut at
	 * one. */
	if (pattern_compile(a, s->text, PATTERN_PATH, p, &why) != 0)
		return -ENOMEM;
	return paths_add(way, a, p, rule, ACC_STAT, REACH_BELOW);
}

/* Adds the folders above one path that is allowed, or asked about.  Behind a **
 * any file could be such a folder, so the way ends there. */
static int
add_way(struct paths *way, struct arena *a, struct seen **seen,
    const char *text, uint32_t rule)
{
	const char *end = strstr(text, "**");
	int err = 0;

	if (strcmp(text, "/") != 0)
		err = add_folder(way, a, seen, "/", 1, rule);
	for (size_t i = 1; err == 0 && text[i] != '\0'; i++) {
		if (text + i == end)
			break;
		if (text[i] == '/')
			err = add_folder(way, a, seen, text, i, rule);
	}
	return err;
}

static int
build_way(struct policy *p, struct arena *a)
{
	const struct section *s = &p->section[SEC_FILES];
	struct seen *seen = NULL;
	struct seen *one, *next;
	int err = 0;

	for (uint32_t i = 0; err == 0 && i < s->count; i++) {
		const struct rule_path *path = s->rule[i]->paths;

		/* With `when` a rule gives nothing, so nor a way. */
		if ((s->rule[i]->verb != VERB_ALLOW &&
			s->rule[i]->verb != VERB_ASK) ||
		    s->rule[i]->when != NULL)
			continue;
		for (; err == 0 && path != NULL; path = path->next)
			err = add_way(&p->way, a, &seen, path->text, i);
	}
	HASH_ITER(hh, seen, one, next) {
		HASH_DEL(seen, one);
		free(one);
	}
	return err != 0 ? err : paths_build(&p->way, a);
}

/* Does a target name a path, and so stand in the hash? */
static bool
is_path(const struct net_target *t)
{
	return t->kind == NT_PATH && t->pattern != NULL;
}

/* Lays the network's targets out, those of paths in the hash. */
static int
lay_targets(struct policy *p, struct arena *a)
{
	struct section *s = &p->section[SEC_NETWORK];
	size_t count = 0;

	for (uint32_t i = 0; i < s->count; i++)
		for (const struct net_target *t = s->rule[i]->targets;
		     t != NULL; t = t->next)
			count++;
	p->lines = arena_array(a, count, sizeof(*p->lines));
	if (p->lines == NULL)
		return -ENOMEM;
	for (uint32_t i = 0; i < s->count; i++) {
		const struct rule *r = s->rule[i];

		for (const struct net_target *t = r->targets; t != NULL;
		     t = t->next) {
			if (r->verb != VERB_DENY)
				p->possible |= t->protos;
			if (t->kind == NT_HOST)
				p->has_hosts = true;
			if (!is_path(t))
				p->lines[p->line_count++] =
				    (struct net_line){t, i, r->access};
			else if (paths_add(&s->paths, a, t->pattern, i,
				     r->access, REACH_BELOW) != 0)
				return -ENOMEM;
		}
	}
	return paths_build(&s->paths, a);
}

int
policy_compile(struct policy *p)
{
	const struct section *programs = &p->section[SEC_PROGRAMS];
	struct arena *a = &p->index;

	for (size_t i = 0; i < SECTIONS; i++)
		if (number_rules(&p->section[i], a) != 0)
			return -ENOMEM;
	for (uint32_t i = 0; i < programs->count; i++)
		p->reads_args |= programs->rule[i]->has_args;
	if (index_paths(&p->section[SEC_FILES], a) != 0 ||
	    index_paths(&p->section[SEC_PROGRAMS], a) != 0 ||
	    build_way(p, a) != 0 || lay_targets(p, a) != 0)
		return -ENOMEM;
	return 0;
}
