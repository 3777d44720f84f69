/* Rules as a person reads them back: by number, with their places. */
#include <string.h>

#include "base/str.h"
#include "check.h"

static const char *const section_names[SECTIONS] = {
    [SEC_FILES] = "files",
    [SEC_NETWORK] = "network",
    [SEC_PROGRAMS] = "programs",
    [SEC_PROCESSES] = "processes",
};

/* Writes a value on one line, as it stands but for what must be quoted. */
static void
add_node(const struct node *n, struct str *to)
{
	const char *between = "";

	if (n->kind == NODE_TEXT) {
		str_add_shown(to, n->text, strlen(n->text));
		return;
	}
	str_add_char(to, n->kind == NODE_MAP ? '{' : '[');
	for (const struct node *i = n->first; i != NULL; i = i->next) {
		str_add(to, between);
		if (i->key != NULL) {
			add_node(i->key, to);
			str_add(to, ": ");
		}
		add_node(i, to);
		between = ", ";
	}
	str_add_char(to, n->kind == NODE_MAP ? '}' : ']');
}

void
rule_text(const struct rule *rule, struct str *to)
{
	if (rule->node != NULL)
		add_node(rule->node, to);
	else
		str_addf(to, "%s by %s",
		    rule->verb == VERB_DENY ? "denied" : "allowed", rule->text);
}

static void
list_set(const struct policy *p, struct str *to)
{
	static const char *const verbs[] =
	    {[VERB_ALLOW] = "allow", [VERB_DENY] = "deny", [VERB_ASK] = "ask"};

	str_add(to, "rules ");
	str_add_shown(to, p->name, strlen(p->name));
	str_addf(to, ", default %s\n", verbs[p->fallback]);
	for (size_t i = 0; i < SECTIONS; i++) {
		const struct rule *r = p->section[i].first;

		for (; r != NULL; r = r->next) {
			str_addf(to, "%6u %-9s ", r->number, section_names[i]);
			rule_text(r, to);
			str_addf(to, " %s:%d\n", r->file, r->line);
		}
	}
}

void
rules_list(const struct rules *r, struct str *to)
{
	list_set(&r->top, to);
	for (const struct policy *p = r->profiles; p != NULL; p = p->next)
		list_set(p, to);
}
