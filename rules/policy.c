/* Asking the rules.  Nothing here allocates or fails, and nothing changes but
 * the addresses of host names. */
#include <errno.h>
#include <string.h>

#include "host.h"
#include "model.h"

/* Look-ups of one question; a rule set that names more hosts for one port asks
 * again at the next connect. */
#define REFRESH_MAX 64

/* What one says where no rule speaks. */
static void
answer_default(const struct policy *p, int err, struct answer *ret)
{
	*ret = (struct answer){
	    .verb = p->fallback,
	    .err = p->fallback == VERB_ALLOW ? 0 : err,
	};
}

static void
answer_rule(const struct rule *r, struct answer *ret)
{
	*ret = (struct answer){
	    .verb = r->verb,
	    .err =
		r->verb == VERB_ALLOW || r->verb == VERB_REDIRECT ? 0 : r->err,
	    .file = r->file,
	    .line = r->line,
	    .profile = r->profile,
	    .via = r->via,
	    .inject = r->inject,
	    .via_path = r->via_path,
	    .args = r->has_args,
	    .when = r->when,
	};
}

/* One question on its way through the rules: who asks, and whether the rule
 * that was found last holds although it is not known for whom. */
struct asking {
	const struct who *who;
	bool guessed;
};

/* Does a rule that names the access and the object hold for who asks? */
static bool
holds(const struct rule *r, struct asking *q)
{
	enum when_is is;

	if (r->when == NULL) {
		q->guessed = false;
		return true;
	}
	is = q->who->stands(q->who->ctx, r->when);
	q->guessed = is == WHEN_UNKNOWN;
	return is != WHEN_NOT;
}

/* The answer of the rule that holds. */
static void
answer_for(const struct rule *r, const struct asking *q, struct answer *ret)
{
	const struct who *who = q->who;

	answer_rule(r, ret);
	ret->guessed = q->guessed;
	if (ret->inject != NULL && ret->inject->when != NULL &&
	    who->stands(who->ctx, ret->inject->when) != WHEN_IS)
		ret->inject = NULL;
}

/* The first rule whose paths cover this one and that holds, or NO_RULE. */
static uint32_t
first_path(const struct section *s, enum access one, const char *path,
    size_t len, struct asking *q)
{
	uint32_t n = paths_first(&s->paths, path, len, one, 0, REACH_BELOW);

	while (n != NO_RULE && !holds(s->rule[n], q))
		n = paths_first(&s->paths, path, len, one, n + 1, REACH_BELOW);
	return n;
}

/* --audit-only: nothing is denied, and what would have been is told. */
static void
soften(const struct policy *p, struct answer *ret)
{
	if (!p->audit_only || ret->verb == VERB_ALLOW ||
	    ret->verb == VERB_REDIRECT)
		return;
	ret->would = ret->verb;
	ret->verb = VERB_ALLOW;
	ret->err = 0;
}

static void
answer_file(const struct policy *p, struct asking *q, enum access one,
    const char *path, struct answer *ret)
{
	const struct section *s = &p->section[SEC_FILES];
	size_t len = strlen(path);
	uint32_t n = first_path(s, one, path, len, q);
	bool on_way = false;

	if (n == NO_RULE && one == ACC_STAT && p->fallback == VERB_DENY) {
		n = paths_first(&p->way, path, len, one, 0, REACH_ALL);
		on_way = true;
	}
	if (n != NO_RULE)
		answer_for(s->rule[n], q, ret);
	else
		answer_default(p, EACCES, ret);
	/* On the way nothing goes wrong yet. */
	if (on_way)
		ret->inject = NULL;
	/* Programs look at a name before they use it: the question is put when
	 * they do. */
	if (one == ACC_STAT && ret->verb == VERB_ASK) {
		ret->verb = VERB_ALLOW;
		ret->err = 0;
	}
}

void
policy_file_by(const struct policy *p, const struct who *who, enum access one,
    const char *path, struct answer *ret)
{
	struct asking q = {.who = who};

	answer_file(p, &q, one, path, ret);
	soften(p, ret);
}

/* Where a socket of ours arrives that connects to no address in particular:
 * Linux takes it to the loopback (ip(7), ipv6(7)). */
static void
arrive(struct net_object *o)
{
	static const unsigned char none[16];

	if (o->family == AF_INET && memcmp(o->ip, none, 4) == 0) {
		o->ip[0] = 127;
		o->ip[3] = 1;
	} else if (o->family == AF_INET6 && memcmp(o->ip, none, 16) == 0) {
		o->ip[15] = 1;
	}
}

static bool
line_covers(const struct net_target *t, const struct net_object *o)
{
	switch (t->kind) {
	case NT_INET:
	case NT_HOST: return net_target_covers(t, o);
	case NT_PATH: return o->family == AF_UNIX && !o->abstract;
	case NT_ABSTRACT:
		return o->family == AF_UNIX && o->abstract &&
		    (t->pattern == NULL ||
			pattern_match(t->pattern, o->name, o->name_len,
			    REACH_ALL));
	case NT_FAMILY: return t->family == o->family;
	}
	return false;
}

/* The number of the first rule that speaks, or NO_RULE. */
static uint32_t
first_net(const struct policy *p, enum access one, const struct net_object *o,
    struct asking *q)
{
	const struct section *s = &p->section[SEC_NETWORK];
	uint32_t best = NO_RULE;

	if (o->family == AF_UNIX && !o->abstract)
		best = first_path(s, one, o->name, o->name_len, q);
	for (size_t i = 0; i < p->line_count; i++) {
		const struct net_line *l = &p->lines[i];
		struct asking other = *q;

		if (l->rule >= best)
			break;
		if ((l->access & one) != 0 && line_covers(l->target, o) &&
		    holds(s->rule[l->rule], &other)) {
			*q = other;
			return l->rule;
		}
	}
	return best;
}

/* line_covers() leaves the names of paths to the hash. */
static bool
target_covers(const struct net_target *t, const struct net_object *o)
{
	return line_covers(t, o) &&
	    (t->kind != NT_PATH || t->pattern == NULL ||
		pattern_match(t->pattern, o->name, o->name_len, REACH_BELOW));
}

bool
policy_target_covers(const struct net_target *t, const struct net_object *to)
{
	struct net_object o = *to;

	arrive(&o);
	return target_covers(t, to) || target_covers(t, &o);
}

bool
policy_rule_covers_net(const struct policy *p, uint32_t n, enum access one,
    const struct net_object *to)
{
	const struct rule *r = p->section[SEC_NETWORK].rule[n];
	struct net_object o = *to;

	if (one == ACC_CONNECT)
		arrive(&o);
	for (const struct net_target *t = r->targets; t != NULL; t = t->next)
		if (target_covers(t, &o))
			return true;
	return false;
}

/* Looks up the names that would speak before rule `best`.  Returns whether
 * anything may have changed. */
static bool
refresh(const struct policy *p, enum access one, const struct net_object *o,
    uint32_t best)
{
	struct host *hosts[REFRESH_MAX];
	size_t count = 0;

	for (size_t i = 0; i < p->line_count && count < REFRESH_MAX; i++) {
		const struct net_line *l = &p->lines[i];

		if (l->rule >= best)
			break;
		if (l->target->kind == NT_HOST && (l->access & one) != 0 &&
		    net_target_may_cover(l->target, o))
			hosts[count++] = l->target->names;
	}
	return count > 0 && host_refresh(hosts, count);
}

void
policy_net_by(const struct policy *p, const struct who *who, enum access one,
    const struct net_object *to, struct answer *ret)
{
	const struct section *s = &p->section[SEC_NETWORK];
	struct asking q = {.who = who};
	struct net_object o = *to;
	uint32_t n;

	if (one == ACC_CONNECT)
		arrive(&o);
	n = first_net(p, one, &o, &q);
	if (p->has_hosts && p->fallback != VERB_ALLOW &&
	    (n == NO_RULE ||
		(s->rule[n]->verb != VERB_ALLOW &&
		    s->rule[n]->verb != VERB_REDIRECT)) &&
	    refresh(p, one, &o, n))
		n = first_net(p, one, &o, &q);
	if (n != NO_RULE)
		answer_for(s->rule[n], &q, ret);
	else
		answer_default(p, EACCES, ret);
	soften(p, ret);
}

bool
policy_net_possible(const struct policy *p, enum net_proto proto)
{
	return p->fallback != VERB_DENY || p->audit_only ||
	    (p->possible & 1U << proto) != 0;
}

/* Do the arguments behind argv[0] fit?  Only the last ** seen need ever give
 * way, so the work is bounded by the product of the two lengths. */
static bool
args_fit(const struct rule *r, size_t argc, const char *const *argv)
{
	size_t at = 0, arg = 1;
	size_t rest = SIZE_MAX, rest_arg = 0;

	while (arg < argc) {
		bool more = at < r->arg_count;

		if (more && r->arg_rest[at]) {
			rest = at++;
			rest_arg = arg;
		} else if (more &&
		    pattern_match(&r->args[at], argv[arg], strlen(argv[arg]),
			REACH_ALL)) {
			at++;
			arg++;
		} else if (rest != SIZE_MAX) {
			at = rest + 1;
			arg = ++rest_arg;
		} else {
			return false;
		}
	}
	while (at < r->arg_count && r->arg_rest[at])
		at++;
	return at == r->arg_count;
}

bool
policy_rule_args_fit(const struct rule *r, size_t argc, const char *const *argv)
{
	return !r->has_args || args_fit(r, argc, argv);
}

void
policy_run_by(const struct policy *p, const struct who *who, const char *path,
    size_t argc, const char *const *argv, struct answer *ret)
{
	const struct section *s = &p->section[SEC_PROGRAMS];
	struct asking q = {.who = who};
	size_t len = strlen(path);
	uint32_t from = 0;

	for (;;) {
		uint32_t n = paths_first(&s->paths, path, len, ACC_RUN, from,
		    REACH_BELOW);

		if (n == NO_RULE)
			break;
		if (policy_rule_args_fit(s->rule[n], argc, argv) &&
		    holds(s->rule[n], &q)) {
			answer_for(s->rule[n], &q, ret);
			soften(p, ret);
			return;
		}
		from = n + 1;
	}
	answer_default(p, EACCES, ret);
	soften(p, ret);
}

bool
policy_run_reads_args(const struct policy *p)
{
	return p->reads_args;
}

static void
answer_process(const struct policy *p, struct asking *q, enum access one,
    enum target to, struct answer *ret)
{
	const struct section *s = &p->section[SEC_PROCESSES];

	for (uint32_t i = 0; i < s->count; i++) {
		const struct rule *r = s->rule[i];

		if ((r->access & one) != 0 &&
		    (one == ACC_FORK || (r->whom & 1U << to) != 0) &&
		    holds(r, q)) {
			answer_for(r, q, ret);
			return;
		}
	}
	answer_default(p, EPERM, ret);
	/* A process may always signal itself (raise, abort) unless told not
	 * to. */
	if (one == ACC_SIGNAL && to == TARGET_SELF)
		*ret = (struct answer){.verb = VERB_ALLOW};
}

void
policy_process_by(const struct policy *p, const struct who *who,
    enum access one, enum target to, struct answer *ret)
{
	struct asking q = {.who = who};

	/* No word of the language reaches outside the job. */
	if (one == ACC_SIGNAL && to == TARGET_OUTSIDE) {
		*ret = (struct answer){.verb = VERB_DENY, .err = EPERM};
		return;
	}
	answer_process(p, &q, one, to, ret);
	soften(p, ret);
}

const struct space *
policy_space(const struct policy *p)
{
	return p->space;
}

const char *
policy_name(const struct policy *p)
{
	return p->name;
}
