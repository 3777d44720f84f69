/* What the rules could ever allow: every rule that does not deny or kill counts
 * for all that it names, whatever stands before it. */
#include "reach.h"

#include <string.h>

#include "base/str.h"
#include "model.h"

/* The rule sets of a run, the top first. */
static const struct policy *
next_set(const struct rules *r, const struct policy *p)
{
	if (p == NULL)
		return &r->top;
	return p == &r->top ? r->profiles : p->next;
}

static bool
gives(const struct rule *r)
{
	return r->verb != VERB_DENY && r->verb != VERB_KILL;
}

bool
rules_reach_all(const struct rules *r)
{
	const struct policy *p = NULL;

	while ((p = next_set(r, p)) != NULL)
		if (p->fallback != VERB_DENY || p->audit_only)
			return true;
	return false;
}

/* Who is told, and in which rule set's words. */
struct telling {
	int (*tell)(void *ctx, const struct reach *one);
	void *ctx;
	const struct space *space;
};

static int
tell_host(const struct telling *t, const char *host, bool inside,
    unsigned access)
{
	struct reach one = {host, inside, access};

	return t->tell(t->ctx, &one);
}

/* What a layer has below it is never written; its changes are names of their
 * own. */
static int
tell_layer(const struct telling *t, const struct space_layer *l,
    unsigned *access)
{
	unsigned all = *access;

	if (l == NULL)
		return 0;
	*access &= ACC_READ | ACC_STAT | ACC_EXEC;
	return tell_host(t, l->dir, true, all);
}

/* A place that stands in what a name covers: all of it is covered. */
static int
tell_place(const struct telling *t, const struct space_place *p,
    unsigned access)
{
	int stop = tell_layer(t, p->layer, &access);

	if (stop != 0 || p->from == NULL || p->kind == SPACE_HIDDEN)
		return stop;
	return tell_host(t, p->from, false, access);
}

/* A name that the job sees, and the places on and below it. */
static int
tell_seen(const struct telling *t, const char *name, bool inside,
    unsigned access)
{
	const struct space *s = t->space;
	size_t len = strlen(name);
	char host[PATH_MAX];
	struct space_way way;
	const char *rest;
	unsigned here = access;
	int stop;

	if (s == NULL)
		return tell_host(t, name, inside, access);
	stop = tell_layer(t, space_layer(s, name, &rest), &here);
	if (stop == 0 && space_host(s, name, host, &way))
		stop = tell_host(t, host, inside, here);
	for (const struct space_place *p = s->first; stop == 0 && p != NULL;
	     p = p->next)
		if (p->at_len > len && str_is_below(p->at, name, len))
			stop = tell_place(t, p, access);
	return stop;
}

/* What a pattern covers: a name, or what is in the folder that its literal
 * beginning names last. */
static int
tell_pattern(const struct telling *t, const struct pattern *p, unsigned access)
{
	char name[PATH_MAX];
	size_t len = p->head_len;

	if (!p->plain)
		while (len > 0 && p->head[len - 1] != '/')
			len--;
	/* No file has so long a name. */
	if (len >= sizeof(name))
		return 0;
	memcpy(name, p->head, len);
	while (len > 1 && name[len - 1] == '/')
		len--;
	if (len == 0)
		name[len++] = '/';
	name[len] = '\0';
	return tell_seen(t, name, !p->plain, access);
}

static int
tell_rule(const struct telling *t, const struct rule *r)
{
	int stop = 0;

	/* An own program in another's place needs no rule but this. */
	if (r->via_path != NULL)
		stop = tell_seen(t, r->via_path, false, ACC_EXEC);
	/* What may be run must be allowed by the files rules too. */
	if ((r->access & ACC_FILES) == 0)
		return stop;
	for (const struct rule_path *p = r->paths; stop == 0 && p != NULL;
	     p = p->next)
		stop = tell_pattern(t, &p->pattern, r->access);
	return stop;
}

static int
tell_set(const struct telling *t, const struct policy *p)
{
	int stop = 0;

	for (size_t i = 0; i < SECTIONS; i++)
		for (const struct rule *r = p->section[i].first;
		     stop == 0 && r != NULL; r = r->next)
			if (gives(r))
				stop = tell_rule(t, r);
	return stop;
}

int
rules_reach_files(const struct rules *r,
    int (*tell)(void *ctx, const struct reach *one), void *ctx)
{
	struct telling t = {tell, ctx, NULL};
	const struct policy *p = NULL;
	int stop = 0;

	while (stop == 0 && (p = next_set(r, p)) != NULL) {
		t.space = p->space;
		stop = tell_set(&t, p);
	}
	return stop;
}

/* Could a rule with `when`, which may ask where nothing is allowed, do so for
 * this name? */
static bool
may_ask_when(const struct policy *p, const char *name)
{
	const struct rule *r = p->section[SEC_FILES].first;

	for (; r != NULL; r = r->next) {
		const struct rule_path *path = r->paths;

		if (r->when == NULL || !gives(r) ||
		    (r->access & (ACC_CREATE | ACC_DELETE)) == 0)
			continue;
		for (; path != NULL; path = path->next)
			if (pattern_match(&path->pattern, name, strlen(name),
				REACH_BELOW))
				return true;
	}
	return false;
}

static bool
may_replace_named(const struct policy *p, const char *name)
{
	struct answer a;

	for (unsigned bit = ACC_CREATE; bit <= ACC_DELETE; bit <<= 1) {
		policy_file(p, (enum access)bit, name, &a);
		if (a.verb == VERB_ALLOW || a.verb == VERB_ASK)
			return true;
	}
	return may_ask_when(p, name);
}

static bool
may_replace(const struct policy *p, const char *host)
{
	char name[PATH_MAX], back[PATH_MAX];
	struct space_way way;
	const char *rest;
	size_t n = 0;

	if (p->space == NULL)
		return may_replace_named(p, host);
	while (space_next_name(p->space, host, &n, name)) {
		/* What is mapped stays where it is, and what lies below a layer
		 * is never changed. */
		if (!space_host(p->space, name, back, &way) || way.border ||
		    space_layer(p->space, name, &rest) != NULL)
			continue;
		if (may_replace_named(p, name))
			return true;
	}
	return false;
}

bool
rules_reach_replaces(const struct rules *r, const char *host)
{
	const struct policy *p = NULL;

	while ((p = next_set(r, p)) != NULL)
		if (may_replace(p, host))
			return true;
	return false;
}

static void
add_ports(uint8_t to[PORT_BYTES], unsigned low, unsigned high)
{
	unsigned port = low;

	for (; port <= high && port % 8 != 0; port++)
		to[port / 8] |= (uint8_t)(1u << port % 8);
	for (; port + 7 <= high; port += 8)
		to[port / 8] = 0xff;
	for (; port <= high; port++)
		to[port / 8] |= (uint8_t)(1u << port % 8);
}

/* One rule's.  Where a rule sends something else, that is connected to. */
static void
add_rule_ports(const struct rule *r, unsigned access, uint8_t to[PORT_BYTES])
{
	if (r->via != NULL && r->via->proto == NET_TCP && access == ACC_CONNECT)
		add_ports(to, r->via->port, r->via->port);
	if ((r->access & access) == 0)
		return;
	for (const struct net_target *t = r->targets; t != NULL; t = t->next)
		if ((t->kind == NT_INET || t->kind == NT_HOST) &&
		    (t->protos & 1u << NET_TCP) != 0)
			add_ports(to, t->low, t->high);
}

void
rules_reach_ports(const struct rules *r, unsigned access,
    uint8_t to[PORT_BYTES])
{
	const struct policy *p = NULL;

	memset(to, 0, PORT_BYTES);
	while ((p = next_set(r, p)) != NULL)
		for (const struct rule *one = p->section[SEC_NETWORK].first;
		     one != NULL; one = one->next)
			if (gives(one))
				add_rule_ports(one, access, to);
}

bool
rules_reach_abstract(const struct rules *r)
{
	const struct policy *p = NULL;

	while ((p = next_set(r, p)) != NULL)
		for (const struct rule *one = p->section[SEC_NETWORK].first;
		     one != NULL; one = one->next) {
			const struct net_target *t = one->targets;

			if (!gives(one))
				continue;
			if (one->via != NULL && one->via->abstract)
				return true;
			for (; t != NULL; t = t->next)
				if (t->kind == NT_ABSTRACT)
					return true;
		}
	return false;
}
