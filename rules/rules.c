/* A run's rules from first to last: files, profiles and the command line come
 * in, policies come out. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "check.h"
#include "host.h"
#include "links.h"
#include "warn.h"

struct rules *
rules_new(void)
{
	struct rules *r = calloc(1, sizeof(*r));
	cleanup_free char *cwd = getcwd(NULL, 0);

	if (r == NULL)
		return NULL;
	r->links = links_new();
	r->top.name = "main";
	r->top.fallback = VERB_DENY;
	/* A folder that cannot be reached has a name with "(unreachable)" in
	 * front: getcwd(3). */
	if (cwd != NULL && cwd[0] == '/')
		r->cwd = arena_copy(&r->arena, cwd, strlen(cwd));
	return r;
}

struct reader *
check_reader(struct rules *r, struct faults *f)
{
	struct reader *reader = arena_alloc(&r->arena, sizeof(*reader));

	if (reader == NULL) {
		f->failed = true;
		return NULL;
	}
	reader->rules = r;
	reader->faults = f;
	return reader;
}

int
check_outcome(const struct faults *f, size_t before)
{
	return f->count > before || f->failed ? -1 : 0;
}

int
rules_add_file(struct rules *r, const char *path, struct faults *f)
{
	struct reader *reader = check_reader(r, f);
	size_t before = f->count;

	if (reader != NULL)
		source_read_file(reader, path, &r->top);
	return check_outcome(f, before);
}

int
rules_add_text(struct rules *r, const char *path, const char *folder,
    const char *text, size_t len, struct faults *f)
{
	struct reader *reader = check_reader(r, f);
	size_t before = f->count;

	if (reader != NULL)
		source_read_text(reader, path, folder, text, len, &r->top);
	return check_outcome(f, before);
}

int
rules_add_profile(struct rules *r, const char *name, struct faults *f)
{
	struct reader *reader = check_reader(r, f);
	size_t before = f->count;

	if (reader != NULL)
		source_read_profile(reader, name, &r->top);
	return check_outcome(f, before);
}

static void
unknown_profile(const struct rules *r, const struct rule *rule)
{
	const char *words[64] = {NULL};
	const char *meant;
	size_t n = 0;

	for (const struct policy *p = r->profiles; p != NULL && n < 40;
	     p = p->next)
		words[n++] = p->name;
	for (size_t i = 0; rules_profile_names()[i] != NULL && n < 63; i++)
		words[n++] = rules_profile_names()[i];
	meant = check_closest(rule->profile_name, words);
	check_fault(rule->reader, rule->profile_node,
	    "there is no profile '%s'%s%s%s",
	    check_shown(rule->reader, rule->profile_name),
	    meant != NULL ? " (did you mean '" : "", meant != NULL ? meant : "",
	    meant != NULL ? "'?)" : "");
}

/* Finds the rule set that a programs rule names, a shipped one where the files
 * define none. */
static void
resolve(struct rules *r, struct rule *rule, struct faults *f)
{
	struct policy *p = r->profiles;
	struct reader *reader;

	while (p != NULL && strcmp(p->name, rule->profile_name) != 0)
		p = p->next;
	if (p == NULL) {
		if (rules_profile_text(rule->profile_name) == NULL) {
			unknown_profile(r, rule);
			return;
		}
		reader = check_reader(r, f);
		if (reader == NULL)
			return;
		p = check_add_profile(reader, rule->profile_name);
		if (p == NULL)
			return;
		source_read_profile(reader, rule->profile_name, p);
	}
	rule->profile = p;
}

/* Resolves one rule set.  Returns whether there was anything to do. */
static bool
resolve_set(struct rules *r, struct policy *p, struct faults *f)
{
	if (p->resolved)
		return false;
	p->resolved = true;
	for (struct rule *i = p->section[SEC_PROGRAMS].first; i != NULL;
	     i = i->next)
		if (i->profile_name != NULL)
			resolve(r, i, f);
	return true;
}

/* A shipped profile that is named may name others. */
static void
resolve_all(struct rules *r, struct faults *f)
{
	bool more = true;

	while (more) {
		more = resolve_set(r, &r->top, f);
		for (struct policy *p = r->profiles; p != NULL; p = p->next)
			more |= resolve_set(r, p, f);
	}
}

/* Puts what was typed before the rules of the files. */
static void
put_typed_first(struct rules *r)
{
	for (size_t i = 0; i < SECTIONS; i++) {
		struct section *typed = &r->typed[i];
		struct section *s = &r->top.section[i];

		if (typed->first == NULL)
			continue;
		*typed->last = s->first;
		s->first = typed->first;
		s->count += typed->count;
		*typed = (struct section){0};
	}
}

static void
number_rules(struct rules *r, const struct policy *p)
{
	for (size_t i = 0; i < SECTIONS; i++)
		for (struct rule *rule = p->section[i].first; rule != NULL;
		     rule = rule->next)
			rule->number = ++r->numbers;
}

unsigned
rules_injections(const struct rules *r)
{
	return r->injections;
}

bool
rules_inject_delays(const struct rules *r)
{
	return r->inject_delays;
}

bool
rules_inject_shorts(const struct rules *r)
{
	return r->inject_shorts;
}

void
rules_audit_only(struct rules *r)
{
	r->audit_only = true;
}

int
rules_finish(struct rules *r, struct faults *f)
{
	size_t before = f->count;
	int err;

	put_typed_first(r);
	resolve_all(r, f);
	/* What is granted later meets names that may have changed. */
	links_free(r->links);
	r->links = NULL;
	if (check_outcome(f, before) != 0)
		return -1;
	number_rules(r, &r->top);
	err = policy_compile(&r->top);
	r->top.audit_only = r->audit_only;
	for (struct policy *p = r->profiles; p != NULL && err == 0;
	     p = p->next) {
		number_rules(r, p);
		err = policy_compile(p);
		p->audit_only = r->audit_only;
	}
	if (err != 0) {
		f->failed = true;
		return -1;
	}
	host_refresh(r->hosts, r->host_count);
	r->inject_most = r->injections + INJECT_GRANTS;
	fold_check(r, &r->top, f);
	for (const struct policy *p = r->profiles; p != NULL; p = p->next)
		fold_check(r, p, f);
	return check_outcome(f, before);
}

const struct policy *
rules_top(const struct rules *r)
{
	return &r->top;
}

const struct policy *
rules_set(const struct rules *r, size_t n)
{
	const struct policy *p = r->profiles;

	if (n == 0)
		return &r->top;
	while (p != NULL && --n > 0)
		p = p->next;
	return p;
}

int
rules_environment(struct rules *r, char *const *from, struct environment *ret)
{
	return env_build(&r->environment, &r->arena, from, ret);
}

const struct limits *
rules_limits(const struct rules *r)
{
	return &r->limits;
}

static bool
set_asks(const struct policy *p)
{
	bool asks = p->fallback == VERB_ASK;

	for (size_t i = 0; i < SECTIONS && !asks; i++)
		for (const struct rule *r = p->section[i].first;
		     r != NULL && !asks; r = r->next)
			asks = r->verb == VERB_ASK;
	return asks;
}

bool
rules_ask(const struct rules *r)
{
	bool asks = set_asks(&r->top);

	for (const struct policy *p = r->profiles; p != NULL && !asks;
	     p = p->next)
		asks = set_asks(p);
	return asks;
}

enum audit_log
rules_audit_log(const struct rules *r)
{
	return r->audit_log;
}

enum audit_stacks
rules_audit_stacks(const struct rules *r)
{
	return r->audit_stacks;
}

enum audit_stacks
rules_stacks_word(const char *word)
{
	static const char *const words[] = {[STACKS_NONE] = "none",
	    [STACKS_PYTHON] = "python",
	    [STACKS_NATIVE] = "native",
	    [STACKS_BOTH] = "both"};

	for (int i = STACKS_NONE; i <= STACKS_BOTH; i++)
		if (strcmp(word, words[i]) == 0)
			return (enum audit_stacks)i;
	return STACKS_UNSAID;
}

/* Whoever asks is one of those that a rule would ask about. */
static enum when_is
is_asked(void *ctx, const struct when *w)
{
	(void)ctx;
	return when_asks(w) ? WHEN_IS : WHEN_NOT;
}

static bool
may_write_named(const struct policy *p, const char *name, bool asked)
{
	const struct who anybody = {.stands = is_asked};
	struct answer a;

	for (unsigned bit = ACC_MODIFY; bit <= ACC_DELETE; bit <<= 1) {
		policy_file(p, (enum access)bit, name, &a);
		if (a.verb == VERB_ALLOW)
			return true;
		policy_file_by(p, &anybody, (enum access)bit, name, &a);
		if (asked && a.verb == VERB_ASK)
			return true;
	}
	return false;
}

/* By any of the names that its programs have for it. */
static bool
may_write(const struct policy *p, const char *host, bool asked)
{
	char name[PATH_MAX];
	size_t n = 0;

	if (p->space == NULL)
		return may_write_named(p, host, asked);
	while (space_next_name(p->space, host, &n, name))
		if (may_write_named(p, name, asked))
			return true;
	return false;
}

bool
rules_may_write(const struct rules *r, const char *host, bool asked)
{
	bool may = may_write(&r->top, host, asked);

	for (const struct policy *p = r->profiles; p != NULL && !may;
	     p = p->next)
		may = may_write(p, host, asked);
	return may;
}

void
rules_free(struct rules *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->host_count; i++)
		host_release(r->hosts[i]);
	free(r->hosts);
	arena_done(&r->top.index);
	for (struct policy *p = r->profiles; p != NULL; p = p->next)
		arena_done(&p->index);
	links_free(r->links);
	arena_done(&r->arena);
	free(r);
}
