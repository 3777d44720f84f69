/* A run's rules from first to last: files, profiles and the command line come
 * in, policies come out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "check.h"
#include "host.h"

struct rules *
rules_new(void)
{
	struct rules *r = calloc(1, sizeof(*r));
	cleanup_free char *cwd = getcwd(NULL, 0);

	if (r == NULL)
		return NULL;
	r->top.name = "main";
	/* A folder that cannot be reached has a name with "(unreachable)" in
	 * front: getcwd(3). */
	if (cwd != NULL && cwd[0] == '/')
		r->cwd = arena_copy(&r->arena, cwd, strlen(cwd));
	return r;
}

/* A reader for what the operator names himself; it lives as long as the
 * rules.  NULL when memory runs out, which is told. */
static struct reader *
new_reader(struct rules *r, struct faults *f)
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

static int
outcome(const struct faults *f, size_t before)
{
	return f->count > before || f->failed ? -1 : 0;
}

int
rules_add_file(struct rules *r, const char *path, struct faults *f)
{
	struct reader *reader = new_reader(r, f);
	size_t before = f->count;

	if (reader != NULL)
		source_read_file(reader, path, &r->top);
	return outcome(f, before);
}

int
rules_add_profile(struct rules *r, const char *name, struct faults *f)
{
	struct reader *reader = new_reader(r, f);
	size_t before = f->count;

	if (reader != NULL)
		source_read_profile(reader, name, &r->top);
	return outcome(f, before);
}

/* A reader for one option's word, which is the file that faults name. */
static struct reader *
typed_reader(struct rules *r, const char *option, const char *word,
    struct faults *f)
{
	struct reader *reader = new_reader(r, f);
	cleanup_str struct str s = {0};

	if (reader == NULL)
		return NULL;
	str_addf(&s, "%s %s", option, check_shown(reader, word));
	reader->file = arena_copy(&r->arena, str_text(&s), s.len);
	reader->folder = r->cwd;
	reader->typed = true;
	if (reader->file == NULL || s.failed) {
		f->failed = true;
		return NULL;
	}
	r->typed_count++;
	return reader;
}

/* Puts a rule before all that was typed earlier: as with mounts, what is said
 * last lies on top. */
static struct rule *
typed_rule(struct reader *reader, enum section_kind kind, enum verb verb,
    unsigned access, int err)
{
	struct rules *r = reader->rules;
	struct rule *rule = arena_alloc(&r->arena, sizeof(*rule));
	struct section *s = &r->typed[kind];

	if (rule == NULL) {
		check_nomem(reader);
		return NULL;
	}
	rule->verb = verb;
	rule->access = access;
	rule->err = err;
	rule->file = "command line";
	rule->line = r->typed_count;
	rule->next = s->first;
	s->first = rule;
	if (s->last == NULL)
		s->last = &rule->next;
	s->count++;
	return rule;
}

static int
add_typed_path(struct rules *r, const char *option, const char *path,
    struct faults *f, unsigned allow, unsigned deny)
{
	struct reader *reader = typed_reader(r, option, path, f);
	struct node node = {.kind = NODE_TEXT, .text = path};
	struct rule_path *paths = NULL;
	size_t before = f->count;
	struct rule *rule;

	if (reader == NULL || !check_paths(reader, &node, &paths))
		return -1;
	rule = typed_rule(reader, SEC_FILES, VERB_ALLOW, allow, EACCES);
	if (rule != NULL)
		rule->paths = paths;
	if (deny != 0) {
		rule = typed_rule(reader, SEC_FILES, VERB_DENY, deny, EROFS);
		if (rule != NULL)
			rule->paths = paths;
	}
	return outcome(f, before);
}

int
rules_add_ro(struct rules *r, const char *path, struct faults *f)
{
	return add_typed_path(r, "--ro", path, f, ACC_READ | ACC_STAT,
	    ACC_WRITE);
}

int
rules_add_rw(struct rules *r, const char *path, struct faults *f)
{
	return add_typed_path(r, "--rw", path, f,
	    ACC_READ | ACC_STAT | ACC_WRITE, 0);
}

int
rules_add_net(struct rules *r, const char *target, struct faults *f)
{
	struct reader *reader = typed_reader(r, "--allow-net", target, f);
	struct node node = {.kind = NODE_TEXT, .text = target};
	struct net_target *targets = NULL;
	size_t before = f->count;
	struct rule *rule;

	if (reader == NULL || !check_targets(reader, &node, &targets))
		return -1;
	rule = typed_rule(reader, SEC_NETWORK, VERB_ALLOW, ACC_CONNECT, EACCES);
	if (rule != NULL)
		rule->targets = targets;
	return outcome(f, before);
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
		reader = new_reader(r, f);
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

int
rules_finish(struct rules *r, struct faults *f)
{
	size_t before = f->count;
	int err;

	put_typed_first(r);
	resolve_all(r, f);
	if (outcome(f, before) != 0)
		return -1;
	err = policy_compile(&r->top, &r->arena);
	for (struct policy *p = r->profiles; p != NULL && err == 0; p = p->next)
		err = policy_compile(p, &r->arena);
	if (err != 0) {
		f->failed = true;
		return -1;
	}
	host_refresh(r->hosts, r->host_count);
	return 0;
}

const struct policy *
rules_top(const struct rules *r)
{
	return &r->top;
}

enum audit_log
rules_audit_log(const struct rules *r)
{
	return r->audit_log;
}

void
rules_free(struct rules *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->host_count; i++)
		host_release(r->hosts[i]);
	free(r->hosts);
	arena_done(&r->arena);
	free(r);
}
