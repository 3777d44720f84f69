/* Rules that change while a job runs.
 *
 * A rule set is compiled anew beside the old one and takes its place between
 * two questions, so whoever asks meets the one or the other, and those who hold
 * the set need not know.  What fails leaves the old one as it was. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "check.h"

/* A set's rules stand in the order in which they are asked; nothing is appended
 * any more. */
static int
compile_anew(struct policy *p)
{
	struct policy next = *p;
	int err;

	for (size_t i = 0; i < SECTIONS; i++) {
		next.section[i].rule = NULL;
		next.section[i].paths = (struct paths){0};
	}
	next.way = (struct paths){0};
	next.index = (struct arena){0};
	next.lines = NULL;
	next.line_count = 0;
	next.possible = 0;
	next.has_hosts = false;
	next.reads_args = false;
	err = policy_compile(&next);
	if (err != 0) {
		arena_done(&next.index);
		return err;
	}
	arena_done(&p->index);
	*p = next;
	return 0;
}

static struct policy *
find_set(struct rules *r, const char *name)
{
	struct policy *p = &r->top;

	if (strcmp(p->name, name) == 0)
		return p;
	for (p = r->profiles; p != NULL; p = p->next)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

/* The section that has this access word. */
static enum section_kind
section_of(const char *word)
{
	for (unsigned bit = 1; bit <= ACC_SIGNAL; bit <<= 1) {
		if (strcmp(word, access_name((enum access)bit)) != 0)
			continue;
		if ((ACC_NETWORK & bit) != 0)
			return SEC_NETWORK;
		if ((ACC_PROCESSES & bit) != 0)
			return SEC_PROCESSES;
		return bit == ACC_RUN ? SEC_PROGRAMS : SEC_FILES;
	}
	return SEC_FILES;
}

/* The section that a rule which stands alone is of, by its first access word;
 * `any` is of files with a path, else of the network. */
static enum section_kind
find_section(const struct node *n)
{
	static const char *const verbs[] = {"allow", "deny", "ask", "kill",
	    "redirect"};
	const char *word = "";
	bool path = false;

	for (const struct node *m = n->first; m != NULL; m = m->next) {
		const struct node *value = m->kind == NODE_LIST ? m->first : m;

		path |= strcmp(m->key->text, "path") == 0;
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
			if (strcmp(m->key->text, verbs[i]) == 0 &&
			    value != NULL && value->kind == NODE_TEXT)
				word = value->text;
	}
	if (strcmp(word, "any") == 0)
		return path ? SEC_FILES : SEC_NETWORK;
	return section_of(word);
}

/* Reads one rule; NULL with faults. */
static struct rule *
read_rule(const struct reader *reader, const char *text,
    enum section_kind *ret_kind)
{
	static check_rule *const readers[SECTIONS] = {
	    [SEC_FILES] = check_file_rule,
	    [SEC_NETWORK] = check_network_rule,
	    [SEC_PROGRAMS] = check_program_rule,
	    [SEC_PROCESSES] = check_process_rule,
	};
	struct yaml_fault why = {0};
	struct node *node = NULL;
	int err =
	    yaml_read(&reader->rules->arena, text, strlen(text), &node, &why);

	if (err == -EINVAL) {
		struct node at = {.line = why.line, .column = why.column};

		check_fault(reader, &at, "%s", why.why);
		return NULL;
	}
	if (err != 0) {
		check_nomem(reader);
		return NULL;
	}
	if (node == NULL || node->kind != NODE_MAP) {
		check_fault(reader, node,
		    "a rule is a mapping such as {allow: read, path: /x}");
		return NULL;
	}
	*ret_kind = find_section(node);
	return readers[*ret_kind](reader, node);
}

/* Profiles are there from the start, or not at all. */
static bool
find_profile(struct rules *r, struct rule *rule)
{
	if (rule->profile_name == NULL)
		return true;
	rule->profile = find_set(r, rule->profile_name);
	if (rule->profile != NULL && rule->profile != &r->top)
		return true;
	check_fault(rule->reader, rule->profile_node,
	    "this run has no profile '%s'",
	    check_shown(rule->reader, rule->profile_name));
	return false;
}

int
rules_insert(struct rules *r, const char *set, const char *text,
    unsigned *ret_number, struct faults *f)
{
	struct reader *reader = check_reader(r, f);
	struct policy *p = find_set(r, set);
	size_t before = f->count;
	enum section_kind kind;
	struct rule *rule;

	if (reader == NULL)
		return -1;
	reader->file = "ctl";
	if (p == NULL) {
		check_fault(reader, NULL, "this run has no rules '%s'",
		    check_shown(reader, set));
		return -1;
	}
	r->space = p->space;
	rule = read_rule(reader, text, &kind);
	if (rule == NULL || f->count > before || !find_profile(r, rule))
		return -1;
	rule->number = ++r->numbers;
	rule->line = (int)rule->number;
	rule->next = p->section[kind].first;
	p->section[kind].first = rule;
	p->section[kind].count++;
	if (compile_anew(p) != 0) {
		p->section[kind].first = rule->next;
		p->section[kind].count--;
		check_nomem(reader);
		return -1;
	}
	*ret_number = rule->number;
	return 0;
}

/* Where the rule of that number hangs; NULL: nowhere in this set. */
static struct rule **
find_rule(struct policy *p, unsigned number, struct section **ret)
{
	for (size_t i = 0; i < SECTIONS; i++) {
		struct rule **at = &p->section[i].first;

		*ret = &p->section[i];
		for (; *at != NULL; at = &(*at)->next)
			if ((*at)->number == number)
				return at;
	}
	return NULL;
}

/* Takes the rule at *at out of its set.  Returns 0 or -ENOMEM. */
static int
take_out(struct policy *p, struct section *s, struct rule **at)
{
	struct rule *rule = *at;
	int err;

	*at = rule->next;
	s->count--;
	err = compile_anew(p);
	if (err != 0) {
		*at = rule;
		s->count++;
	}
	return err;
}

int
rules_remove(struct rules *r, unsigned number, const char **ret_set,
    struct str *ret_text, struct faults *f)
{
	struct policy *p = &r->top;
	struct policy *next = r->profiles;

	for (; p != NULL; p = next, next = next != NULL ? next->next : NULL) {
		struct section *s;
		struct rule **at = find_rule(p, number, &s);
		const struct rule *rule;

		if (at == NULL)
			continue;
		rule = *at;
		if (take_out(p, s, at) != 0) {
			f->failed = true;
			return -1;
		}
		*ret_set = p->name;
		rule_text(rule, ret_text);
		return 0;
	}
	fault_add(f, NULL, 0, 0, "there is no rule %u", number);
	return -1;
}
