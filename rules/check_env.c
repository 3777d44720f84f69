/* `environment:` of a rules file: which variables the job finds. */
#include <string.h>

#include "check.h"

bool
check_env_pattern(const struct reader *r, const struct node *n,
    struct env_pattern **list)
{
	const char *text = check_word(r, n, "the name of a variable");
	struct env_pattern *p;

	if (text == NULL)
		return false;
	if (strchr(text, '=') != NULL) {
		check_fault(r, n, "the name of a variable has no '=': '%s'",
		    check_shown(r, text));
		return false;
	}
	p = arena_alloc(&r->rules->arena, sizeof(*p));
	if (p == NULL) {
		check_nomem(r);
		return false;
	}
	if (!check_pattern(r, n, text, PATTERN_TEXT, &p->pattern))
		return false;
	p->next = *list;
	*list = p;
	return true;
}

bool
check_env_set(const struct reader *r, const struct node *n, const char *name,
    const char *value, struct env_set **list)
{
	struct arena *a = &r->rules->arena;
	size_t len = strlen(name), size = len + strlen(value) + 2;
	struct env_set *s;

	if (len == 0 || strchr(name, '=') != NULL) {
		check_fault(r, n,
		    "the name of a variable is not empty and has no '=': '%s'",
		    check_shown(r, name));
		return false;
	}
	s = arena_alloc(a, sizeof(*s));
	if (s != NULL) {
		s->name = arena_copy(a, name, len);
		s->entry = arena_alloc(a, size);
	}
	if (s == NULL || s->name == NULL || s->entry == NULL) {
		check_nomem(r);
		return false;
	}
	memcpy(s->entry, name, len);
	s->entry[len] = '=';
	strcpy(s->entry + len + 1, value);
	s->next = *list;
	*list = s;
	return true;
}

static void
read_patterns(const struct reader *r, const struct node *n, const char *what,
    struct env_pattern **list)
{
	if (n == NULL)
		return;
	if (n->kind != NODE_LIST) {
		check_fault(r, n, "%s is a list of names, not %s", what,
		    node_kind_name(n));
		return;
	}
	for (const struct node *i = n->first; i != NULL; i = i->next)
		check_env_pattern(r, i, list);
}

static void
read_set(const struct reader *r, const struct node *n, struct env_set **list)
{
	if (n == NULL)
		return;
	if (n->kind != NODE_MAP) {
		check_fault(r, n,
		    "'set' is a mapping of names to values, not %s",
		    node_kind_name(n));
		return;
	}
	for (const struct node *m = n->first; m != NULL; m = m->next) {
		const char *name = m->key->text;
		const struct env_set *same = *list;

		while (same != NULL && strcmp(same->name, name) != 0)
			same = same->next;
		if (same != NULL)
			check_fault(r, m->key, "'%s' is set twice",
			    check_shown(r, name));
		else if (m->kind != NODE_TEXT)
			check_fault(r, m, "the value of '%s' is a word, not %s",
			    check_shown(r, name), node_kind_name(m));
		else
			check_env_set(r, m->key, name, m->text, list);
	}
}

/* The first file to speak decides, as with `default`. */
void
check_environment(const struct reader *r, const struct node *n,
    const struct policy *p)
{
	struct env_rules *e = &r->rules->environment, said = *e;
	const struct node *keep = NULL, *set = NULL, *drop = NULL;
	const struct key keys[] = {
	    {"keep", &keep},
            {"set",  &set },
            {"drop", &drop}
        };

	if (p != &r->rules->top) {
		check_fault(r, n->key,
		    "'environment' is for the whole run, not for a profile");
		return;
	}
	if (!check_keys(r, n, "'environment'", keys, 3))
		return;
	said.keep = said.drop = NULL;
	said.set = NULL;
	read_patterns(r, keep, "'keep'", &said.keep);
	read_patterns(r, drop, "'drop'", &said.drop);
	read_set(r, set, &said.set);
	if (e->said)
		return;
	said.said = true;
	said.keeps = keep != NULL;
	*e = said;
}
