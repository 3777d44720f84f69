/* Why the rules answer as they do. */
#include "explain.h"

#include <string.h>

#include "check.h"

static enum section_kind
section_of(enum access one)
{
	if ((one & ACC_FILES) != 0)
		return SEC_FILES;
	if ((one & ACC_NETWORK) != 0)
		return SEC_NETWORK;
	return one == ACC_RUN ? SEC_PROGRAMS : SEC_PROCESSES;
}

void
explain_ask_by(const struct policy *p, const struct who *who,
    const struct question *q, struct answer *ret)
{
	switch (section_of(q->one)) {
	case SEC_FILES: policy_file_by(p, who, q->one, q->path, ret); break;
	case SEC_NETWORK: policy_net_by(p, who, q->one, q->to, ret); break;
	case SEC_PROGRAMS:
		policy_run_by(p, who, q->path, q->argc, q->argv, ret);
		break;
	case SEC_PROCESSES:
		policy_process_by(p, who, q->one, q->whom, ret);
		break;
	}
}

void
explain_ask(const struct policy *p, const struct question *q,
    struct answer *ret)
{
	explain_ask_by(p, &who_nobody, q, ret);
}

/* How many leading bytes, in whole names, two absolute paths share. */
static size_t
shared(const char *a, const char *b)
{
	size_t at = 0, whole = 0;

	while (a[at] != '\0' && a[at] == b[at]) {
		at++;
		if ((a[at] == '/' || a[at] == '\0') &&
		    (b[at] == '/' || b[at] == '\0'))
			whole = at;
	}
	return whole;
}

/* The path of the rule that goes along with the question's farthest, and where
 * the two part.  False: it is elsewhere. */
static bool
why_path(const struct rule *r, const char *path, struct str *why)
{
	const struct rule_path *best = r->paths;
	size_t most = 0;

	for (const struct rule_path *p = r->paths; p != NULL; p = p->next) {
		size_t n = shared(p->text, path);

		if (n > most) {
			most = n;
			best = p;
		}
	}
	if (best == NULL) {
		str_add(why, "all its paths are left out here");
		return false;
	}
	str_add(why,
	    r->paths->next != NULL ? "its nearest path is " : "its path is ");
	str_add_shown(why, best->text, strlen(best->text));
	if (best->led) {
		str_add(why, " (as the links in ");
		str_add(why, best->written);
		str_add(why, " lead)");
	}
	if (most == 0) {
		str_add(why, ", which is elsewhere");
	} else if (most == strlen(path)) {
		str_add(why, ", which lies below what is asked for");
	} else {
		str_add(why, "; they part behind ");
		str_add_shown(why, path, most);
	}
	return most > 0;
}

static const char *
why_inet(const struct net_target *t, const struct net_object *o)
{
	if (o->family != AF_INET && o->family != AF_INET6)
		return "it names an internet address";
	if ((t->protos & 1U << o->proto) == 0)
		return "its protocol is another";
	if (o->port < t->low || o->port > t->high)
		return "its ports are others";
	return t->kind == NT_HOST ? "its host has not this address"
				  : "its address is another";
}

static void
why_net(const struct rule *r, const struct net_object *o, struct str *why)
{
	const struct net_target *t = r->targets;
	const char *what = "it names nothing";

	/* Of several, the one that differs least: the port, then the
	 * address. */
	for (; t != NULL; t = t->next) {
		bool inet = t->kind == NT_INET || t->kind == NT_HOST;
		const char *one = inet ? why_inet(t, o)
		    : t->kind == NT_FAMILY
		    ? "it names another family of sockets"
		    : "it names another unix socket";

		if (t == r->targets ||
		    (inet && (t->protos & 1U << o->proto) != 0))
			what = one;
	}
	str_add(why, what);
}

static bool
covers_path(const struct rule *r, const char *path)
{
	enum pattern_reach reach = r->alone ? REACH_ALL : REACH_BELOW;

	for (const struct rule_path *p = r->paths; p != NULL; p = p->next)
		if (pattern_match(&p->pattern, path, strlen(path), reach))
			return true;
	return false;
}

static void
add_whom(struct str *why, unsigned whom)
{
	str_add(why, "it is for ");
	str_add(why,
	    (whom & 1U << TARGET_JOB) != 0         ? "processes of the job"
		: (whom & 1U << TARGET_CHILD) != 0 ? "children of the sender"
						   : "the sender itself");
}

/* Does the rule's object fit?  Its access does. */
static enum miss
miss_of(const struct policy *p, uint32_t n, const struct question *q,
    bool *ret_near, struct str *why)
{
	const struct rule *r = p->section[section_of(q->one)].rule[n];

	switch (section_of(q->one)) {
	case SEC_FILES:
		if (covers_path(r, q->path))
			return MISS_NONE;
		*ret_near = why_path(r, q->path, why);
		if (r->alone)
			str_add(why, "; what is below is left out");
		return MISS_OBJECT;
	case SEC_PROGRAMS:
		if (!covers_path(r, q->path)) {
			*ret_near = why_path(r, q->path, why);
			return MISS_OBJECT;
		}
		if (policy_rule_args_fit(r, q->argc, q->argv))
			return MISS_NONE;
		str_add(why, "its arguments are others");
		return MISS_ARGS;
	case SEC_NETWORK:
		if (policy_rule_covers_net(p, n, q->one, q->to))
			return MISS_NONE;
		why_net(r, q->to, why);
		return MISS_OBJECT;
	case SEC_PROCESSES:
		if (q->one == ACC_FORK || (r->whom & 1U << q->whom) != 0)
			return MISS_NONE;
		add_whom(why, r->whom);
		return MISS_OBJECT;
	}
	return MISS_NONE;
}

static void
fill(const struct rule *r, struct tried *ret)
{
	*ret = (struct tried){
	    .file = r->file,
	    .line = r->line,
	    .text = r->text,
	    .access = r->access,
	    .shipped = r->reader != NULL && r->reader->shipped != NULL,
	    .miss = MISS_ACCESS,
	};
}

bool
policy_rule(const struct policy *p, size_t n, struct tried *ret)
{
	for (size_t i = 0; i < SECTIONS; i++) {
		if (n < p->section[i].count) {
			fill(p->section[i].rule[n], ret);
			return true;
		}
		n -= p->section[i].count;
	}
	return false;
}

static void
why_when(const struct rule *r, struct str *why)
{
	static const char *const does[] = {[VERB_DENY] = "denies this",
	    [VERB_ASK] = "asks about this",
	    [VERB_KILL] = "ends the job"};

	str_addf(why,
	    "it %s only where a frame of %s stands on the Python "
	    "stack, or where that cannot be told",
	    does[r->verb], when_text(r->when));
}

bool
explain_rule(const struct policy *p, const struct question *q, size_t n,
    struct tried *ret, struct str *why)
{
	const struct section *s = &p->section[section_of(q->one)];
	cleanup_str struct str unheard = {0};
	const struct rule *r;

	if (n >= s->count)
		return false;
	r = s->rule[n];
	fill(r, ret);
	ret->near = (r->access & q->one) != 0;
	if ((r->access & q->one) != 0)
		ret->miss = miss_of(p, (uint32_t)n, q, &ret->near,
		    why != NULL ? why : &unheard);
	if (ret->miss == MISS_NONE && r->when != NULL) {
		ret->miss = MISS_WHEN;
		why_when(r, why != NULL ? why : &unheard);
	}
	return true;
}

const struct policy *
rules_next_policy(const struct rules *r, const struct policy *last)
{
	if (last == NULL)
		return &r->top;
	return last == &r->top ? r->profiles : last->next;
}

const struct policy *
rules_policy(const struct rules *r, const char *name)
{
	const struct policy *p = NULL;

	while ((p = rules_next_policy(r, p)) != NULL)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

enum verb
policy_default(const struct policy *p)
{
	return p->fallback;
}
