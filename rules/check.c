/* A rules file as a whole: its sections, profiles and includes. */
#include "check.h"

#include <stdarg.h>
#include <string.h>

#include "base/str.h"

typedef struct rule *check_rule(const struct reader *r, const struct node *n);
static void
read_section(const struct reader *r, const struct node *n, check_rule *read,
    struct policy *p, enum section_kind kind)
{
	if (n == NULL)
		return;
	if (n->kind != NODE_LIST) {
		check_fault(r, n, "'%s' is a list of rules, not %s",
		    n->key->text, node_kind_name(n));
		return;
	}
	for (const struct node *i = n->first; i != NULL; i = i->next) {
		struct rule *rule;

		if (kind == SEC_PROCESSES && check_run_as(r, i, p))
			continue;
		rule = read(r, i);
		if (rule != NULL)
			section_append(&p->section[kind], rule);
	}
}

/* The first file to speak decides, as with rules. */
static void
read_default(const struct reader *r, const struct node *n, struct policy *p)
{
	static const char *const verbs[] =
	    {[VERB_ALLOW] = "allow", [VERB_DENY] = "deny", [VERB_ASK] = "ask"};
	const char *word = n != NULL ? check_word(r, n, "'default'") : NULL;
	size_t i = 0;

	if (word == NULL)
		return;
	while (i <= VERB_ASK && strcmp(word, verbs[i]) != 0)
		i++;
	if (i > VERB_ASK) {
		check_fault(r, n, "'default' is deny, allow or ask, not '%s'",
		    check_shown(r, word));
	} else if (!p->default_said) {
		p->default_said = true;
		p->fallback = (enum verb)i;
	}
}

/* The first file to speak decides here too. */
static void
read_stacks(const struct reader *r, const struct node *n)
{
	const char *word = n != NULL ? check_word(r, n, "'stacks'") : NULL;
	enum audit_stacks stacks;

	if (word == NULL)
		return;
	stacks = rules_stacks_word(word);
	if (stacks == STACKS_UNSAID)
		check_fault(r, n,
		    "'stacks' is none, python, native or both, not '%s'",
		    check_shown(r, word));
	else if (r->rules->audit_stacks == STACKS_UNSAID)
		r->rules->audit_stacks = stacks;
}

static void
read_audit(const struct reader *r, const struct node *n)
{
	static const char *const logs[] = {[AUDIT_ALL] = "all",
	    [AUDIT_DENIED] = "denied",
	    [AUDIT_NONE] = "none"};
	const struct node *log = NULL, *stacks = NULL;
	const struct key keys[] = {
	    {"log",    &log   },
            {"stacks", &stacks}
        };
	const char *word;
	size_t i = 0;

	if (n == NULL || !check_keys(r, n, "'audit'", keys, 2))
		return;
	read_stacks(r, stacks);
	word = log != NULL ? check_word(r, log, "'log'") : NULL;
	while (word != NULL && i < 3 && strcmp(word, logs[i]) != 0)
		i++;
	if (word != NULL && i == 3) {
		check_fault(r, log, "'log' is all, denied or none, not '%s'",
		    check_shown(r, word));
	} else if (word != NULL && !r->rules->audit_said) {
		r->rules->audit_said = true;
		r->rules->audit_log = (enum audit_log)i;
	}
}

struct policy *
check_add_profile(const struct reader *r, const char *name)
{
	struct policy *p = arena_alloc(&r->rules->arena, sizeof(*p));

	if (p == NULL) {
		check_nomem(r);
		return NULL;
	}
	p->name = name;
	p->fallback = VERB_DENY;
	p->reader = r;
	p->next = r->rules->profiles;
	r->rules->profiles = p;
	return p;
}

static void
read_profiles(const struct reader *r, const struct node *n)
{
	if (n == NULL)
		return;
	if (n->kind != NODE_MAP) {
		check_fault(r, n,
		    "'profiles' is a mapping of names to rule "
		    "sets, not %s",
		    node_kind_name(n));
		return;
	}
	for (const struct node *m = n->first; m != NULL; m = m->next) {
		const struct policy *same = r->rules->profiles;
		struct policy *p;

		while (same != NULL && strcmp(same->name, m->key->text) != 0)
			same = same->next;
		/* A file that two rule sets include defines its own once. */
		if (same != NULL && same->line == m->key->line &&
		    same->column == m->key->column &&
		    source_same(same->reader, r->shipped, r->dev, r->ino))
			continue;
		if (same != NULL || strcmp(m->key->text, "main") == 0) {
			check_fault(r, m->key,
			    "a profile '%s' is there "
			    "already",
			    check_shown(r, m->key->text));
			continue;
		}
		p = check_add_profile(r, m->key->text);
		if (p == NULL)
			return;
		p->line = m->key->line;
		p->column = m->key->column;
		check_rule_set(r, m, p);
	}
}

/* The keys that a file and a profile in it have in common. */
struct set_nodes {
	const struct node *include, *fallback, *files, *network, *programs,
	    *processes, *space, *limits, *environment, *python;
};

/* clang-format off */
#define SET_KEYS(s) \
	{"include", &(s).include}, {"default", &(s).fallback}, \
	{"files", &(s).files}, {"network", &(s).network}, \
	{"programs", &(s).programs}, {"processes", &(s).processes}, \
	{"namespace", &(s).space}, {"limits", &(s).limits}, \
	{"environment", &(s).environment}, {"python", &(s).python}
/* clang-format on */

static void
read_set(const struct reader *r, const struct set_nodes *s, struct policy *p)
{
	if (s->space != NULL)
		check_space(r, s->space, p);
	p->begun = true;
	r->rules->space = p->space;
	if (s->limits != NULL)
		check_limits(r, s->limits, p);
	if (s->environment != NULL)
		check_environment(r, s->environment, p);
	read_default(r, s->fallback, p);
	if (s->python != NULL)
		check_python(r, s->python, p);
	read_section(r, s->files, check_file_rule, p, SEC_FILES);
	read_section(r, s->network, check_network_rule, p, SEC_NETWORK);
	read_section(r, s->programs, check_program_rule, p, SEC_PROGRAMS);
	read_section(r, s->processes, check_process_rule, p, SEC_PROCESSES);
}

/* Included rules come behind all of a file's own. */
static void
read_includes(const struct reader *r, const struct node *n, struct policy *p)
{
	const struct node *word = NULL;

	if (n != NULL && !(n->kind == NODE_LIST && n->first == NULL))
		word = check_values(r, n, "an include");
	for (; word != NULL; word = word->next) {
		if (check_word(r, word, "an include") != NULL)
			check_include(r, word, p);
		if (n->kind == NODE_TEXT)
			break;
	}
}

void
check_rule_set(const struct reader *r, const struct node *n, struct policy *p)
{
	struct set_nodes s = {0};
	const struct key keys[] = {SET_KEYS(s)};

	if (!check_keys(r, n, "a profile", keys,
		sizeof(keys) / sizeof(keys[0])))
		return;
	read_set(r, &s, p);
	read_includes(r, s.include, p);
}

static void
read_version(const struct reader *r, const struct node *root,
    const struct node *n)
{
	const char *word;

	if (n == NULL) {
		check_fault(r, root, "'version: 1' is missing");
		return;
	}
	word = check_word(r, n, "'version'");
	if (word != NULL && strcmp(word, "1") != 0)
		check_fault(r, n,
		    "version '%s' is not known: this program "
		    "reads version 1",
		    check_shown(r, word));
}

/* A file for --expect, which has no rules. */
static void
read_expects(const struct reader *r, const struct node *root)
{
	const struct node *version = NULL, *expect = NULL;
	const struct key keys[] = {
	    {"version", &version},
            {"expect",  &expect }
        };

	if (!check_keys(r, root, "a file of expectations", keys, 2))
		return;
	read_version(r, root, version);
	if (expect == NULL)
		check_fault(r, root, "'expect' is missing");
	check_expect(r, expect);
}

void
check_root(const struct reader *r, const struct node *root, struct policy *p)
{
	const struct node *version = NULL, *audit = NULL, *profiles = NULL;
	const struct node *expect = NULL;
	struct set_nodes s = {0};
	const struct key keys[] = {
	    SET_KEYS(s), {"version",  &version },
             {"audit",    &audit   },
	    {"profiles", &profiles},
             {"expect",   &expect  }
        };

	if (root == NULL) {
		check_fault(r, NULL,
		    "empty: a rules file starts with "
		    "'version: 1'");
		return;
	}
	if (r->expects) {
		read_expects(r, root);
		return;
	}
	if (!check_keys(r, root, "a rules file", keys,
		sizeof(keys) / sizeof(keys[0])))
		return;
	read_version(r, root, version);
	read_set(r, &s, p);
	check_expect(r, expect);
	read_audit(r, audit);
	read_profiles(r, profiles);
	read_includes(r, s.include, p);
}
