/* Rules that are left nothing by those before them. */
#include <string.h>

#include "check.h"
#include "warn.h"

/* The pair of loops below grows with the square of this. */
#define RULES_MAX 4000u

/* The text without wildcards that a pattern LITERAL/ ** begins with, and its
 * slash; 0: it is no such pattern. */
static size_t
all_below(const struct rule_path *p)
{
	size_t len = strlen(p->text);

	if (len < 3 || strcmp(p->text + len - 3, "/**") != 0)
		return 0;
	return p->pattern.head_len == len - 2 ? p->pattern.head_len : 0;
}

static bool
starts(const struct pattern *t, const char *head, size_t len)
{
	return t->head_len >= len && memcmp(t->head, head, len) == 0;
}

bool
warn_path_covers(const struct rule_path *e, const struct rule_path *t)
{
	size_t below = all_below(e);

	if (strcmp(e->text, t->text) == 0 || strcmp(e->text, "/") == 0)
		return true;
	if (strcmp(t->text, "/") == 0)
		return false;
	/* What covers a path covers all below it. */
	if (t->pattern.plain)
		return pattern_match(&e->pattern, t->pattern.head,
		    t->pattern.head_len, REACH_BELOW);
	/* All that t matches begins with its head, and a wildcard stands for
	 * at least one letter of a name. */
	if (e->pattern.plain)
		return starts(&t->pattern, e->pattern.head,
			   e->pattern.head_len) &&
		    t->pattern.head_len > e->pattern.head_len &&
		    t->pattern.head[e->pattern.head_len] == '/';
	return below > 0 && starts(&t->pattern, e->pattern.head, below);
}

/* A path without what is below it covers only its like. */
static bool
is_alone(const struct rule *r, const struct rule_path *e,
    const struct rule_path *t)
{
	return r->alone && strcmp(e->text, t->text) == 0;
}

/* Does an earlier rule decide nothing that this one might, since it speaks of
 * other modules? */
static bool
is_other(const struct suspect *s, const struct rule *r)
{
	return r->when != NULL &&
	    (s->rule->when == NULL ||
		strcmp(when_text(r->when), when_text(s->rule->when)) != 0);
}

/* Is one access to one path decided before?  The first rule that does it. */
static const struct rule *
path_decided(const struct suspect *s, unsigned bit, const struct rule_path *t)
{
	const struct section *all = &s->policy->section[s->kind];

	for (uint32_t i = 0; i < s->number; i++) {
		const struct rule *r = all->rule[i];

		if ((r->access & bit) == 0 || r->has_args || is_other(s, r))
			continue;
		for (const struct rule_path *e = r->paths; e != NULL;
		     e = e->next)
			if (r->alone ? is_alone(s->rule, e, t)
				     : warn_path_covers(e, t))
				return r;
	}
	return NULL;
}

static bool
inet_covers(const struct net_target *e, const struct net_target *t)
{
	unsigned whole = e->bits / 8, rest = e->bits % 8;

	if ((t->protos & ~e->protos) != 0 || e->low > t->low ||
	    e->high < t->high)
		return false;
	if (e->kind == NT_HOST)
		return t->kind == NT_HOST && e->names == t->names;
	if (e->family == 0)
		return true;
	if (t->kind == NT_HOST || t->family != e->family || t->bits < e->bits ||
	    memcmp(e->ip, t->ip, whole) != 0)
		return false;
	return rest == 0 || (e->ip[whole] ^ t->ip[whole]) >> (8 - rest) == 0;
}

static bool
target_covers(const struct net_target *e, const struct net_target *t)
{
	bool inet = e->kind == NT_INET || e->kind == NT_HOST;

	if (inet)
		return (t->kind == NT_INET || t->kind == NT_HOST) &&
		    inet_covers(e, t);
	if (e->kind != t->kind)
		return false;
	if (e->kind == NT_FAMILY)
		return e->family == t->family;
	if (e->pattern == NULL)
		return true;
	if (t->pattern == NULL || !t->pattern->plain)
		return false;
	return pattern_match(e->pattern, t->pattern->head, t->pattern->head_len,
	    e->kind == NT_PATH ? REACH_BELOW : REACH_ALL);
}

static const struct rule *
target_decided(const struct suspect *s, unsigned bit,
    const struct net_target *t)
{
	const struct section *all = &s->policy->section[s->kind];

	for (uint32_t i = 0; i < s->number; i++) {
		const struct rule *r = all->rule[i];

		if ((r->access & bit) == 0 || is_other(s, r))
			continue;
		for (const struct net_target *e = r->targets; e != NULL;
		     e = e->next)
			if (target_covers(e, t))
				return r;
	}
	return NULL;
}

static const struct rule *
whom_decided(const struct suspect *s, unsigned bit)
{
	const struct section *all = &s->policy->section[s->kind];
	unsigned left = bit == ACC_SIGNAL ? s->rule->whom : 1;

	for (uint32_t i = 0; i < s->number; i++) {
		const struct rule *r = all->rule[i];

		if ((r->access & bit) == 0 || is_other(s, r))
			continue;
		left &= ~(bit == ACC_SIGNAL ? r->whom : 1);
		if (left == 0)
			return r;
	}
	return NULL;
}

/* The last of the rules that decide one access to all that the rule names;
 * NULL: something is left. */
static const struct rule *
decided(const struct suspect *s, unsigned bit)
{
	const struct rule *by = NULL;

	switch (s->kind) {
	case SEC_FILES:
	case SEC_PROGRAMS:
		for (const struct rule_path *t = s->rule->paths; t != NULL;
		     t = t->next) {
			by = path_decided(s, bit, t);
			if (by == NULL)
				return NULL;
		}
		return by;
	case SEC_NETWORK:
		for (const struct net_target *t = s->rule->targets; t != NULL;
		     t = t->next) {
			by = target_decided(s, bit, t);
			if (by == NULL)
				return NULL;
		}
		return by;
	case SEC_PROCESSES: return whom_decided(s, bit);
	}
	return NULL;
}

/* Rules of an included file stand behind those of who includes it so that they
 * can be overruled: that is no mistake. */
static bool
is_mistake(const struct suspect *s, const struct rule *by)
{
	return by->reader != NULL &&
	    (by->reader == s->rule->reader || s->rule->reader->from == NULL);
}

void
warn_covered(const struct suspect *s)
{
	const struct rule *r = s->rule, *by = NULL;
	unsigned left = r->access;

	if (s->number == RULES_MAX)
		warn_at(s, 0, 0,
		    "the rules from here on are too many to be compared "
		    "with those before");
	if (s->number >= RULES_MAX)
		return;
	for (unsigned bit = 1; bit <= left; bit <<= 1) {
		const struct rule *one;

		if ((r->access & bit) == 0 || is_other(s, r))
			continue;
		one = decided(s, bit);
		if (one != NULL) {
			left &= ~bit;
			by = one;
		}
	}
	if (by == NULL || !is_mistake(s, by))
		return;
	if (left == 0)
		warn_at(s, 0, 0,
		    "this rule never decides: %s:%d and what stands before it "
		    "cover all that it names; put it before them, or remove it",
		    by->file, by->line);
	else if (left == ACC_STAT && (r->access & ACC_READ) != 0)
		warn_at(s, 0, 0,
		    "only 'stat' is left for this rule: %s:%d and what stands "
		    "before it cover the rest; put it before them, or say stat",
		    by->file, by->line);
}
