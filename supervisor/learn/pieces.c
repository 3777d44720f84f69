/* A rules file taken apart, and put together again on lines of their own. */
#include "learn/pieces.h"

#include <stdlib.h>
#include <string.h>

static const char *const sections[] = {"files", "network", "programs",
    "processes"};

#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

const struct node *
node_member(const struct node *map, const char *key)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *m = map->first; m != NULL; m = m->next)
		if (strcmp(m->key->text, key) == 0)
			return m;
	return NULL;
}

/* A double-quoted scalar: YAML 1.1, 5.5. */
static void
write_word(struct str *to, const char *text)
{
	str_add_char(to, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			str_addf(to, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			str_addf(to, "\\x%02x", c);
		else
			str_add_char(to, (char)c);
	}
	str_add_char(to, '"');
}

void
node_write(struct str *to, const struct node *n)
{
	const char *between = "";

	if (n->kind == NODE_TEXT) {
		write_word(to, n->text);
		return;
	}
	str_add_char(to, n->kind == NODE_LIST ? '[' : '{');
	for (const struct node *m = n->first; m != NULL; m = m->next) {
		str_add(to, between);
		if (n->kind == NODE_MAP) {
			write_word(to, m->key->text);
			str_add(to, ": ");
		}
		node_write(to, m);
		between = ", ";
	}
	str_add_char(to, n->kind == NODE_LIST ? ']' : '}');
}

bool
piece_may_narrow(const struct node *rule)
{
	static const char *const keys[] = {"allow", "path", "to", "below"};
	const struct node *m;

	if (rule->kind != NODE_MAP || node_member(rule, "allow") == NULL)
		return false;
	for (m = rule->first; m != NULL; m = m->next) {
		size_t i = 0;

		while (i < 4 && strcmp(keys[i], m->key->text) != 0)
			i++;
		if (i == 4)
			return false;
	}
	return true;
}

static void
add_piece(struct pieces *p, const struct node *rule, const struct node *value)
{
	struct piece *more =
	    realloc(p->of_line, (p->lines + 2) * sizeof(*more));

	if (more == NULL) {
		p->failed = true;
		return;
	}
	p->of_line = more;
	p->lines++;
	p->of_line[p->lines] = (struct piece){.rule = rule, .value = value};
}

static void
end_line(struct pieces *p, struct str *to, const struct node *rule,
    const struct node *value)
{
	str_add_char(to, '\n');
	add_piece(p, rule, value);
}

/* One value of a rule as a rule. */
static void
write_one(struct pieces *p, struct str *to, const struct node *rule,
    const struct node *list, const struct node *value)
{
	const char *between = "";

	str_add(to, "  - {");
	for (const struct node *m = rule->first; m != NULL; m = m->next) {
		str_add(to, between);
		write_word(to, m->key->text);
		str_add(to, ": ");
		node_write(to, m == list ? value : m);
		between = ", ";
	}
	str_add_char(to, '}');
	end_line(p, to, rule, value);
}

static void
write_rule(struct pieces *p, struct str *to, const struct node *rule)
{
	const struct node *list = node_member(rule, "path");

	if (list == NULL)
		list = node_member(rule, "to");
	if (piece_may_narrow(rule) && list != NULL && list->kind == NODE_LIST) {
		for (const struct node *v = list->first; v != NULL; v = v->next)
			write_one(p, to, rule, list, v);
		return;
	}
	str_add(to, "  - ");
	node_write(to, rule);
	end_line(p, to, rule,
	    piece_may_narrow(rule) && list != NULL ? list : NULL);
}

static bool
is_section(const struct node *n)
{
	for (size_t i = 0; i < SECTIONS; i++)
		if (strcmp(sections[i], n->key->text) == 0)
			return n->kind == NODE_LIST && n->first != NULL;
	return false;
}

void
pieces_write(struct pieces *p, struct str *to, const struct node *root)
{
	for (const struct node *n = root->first; n != NULL; n = n->next) {
		write_word(to, n->key->text);
		str_add(to, ": ");
		if (!is_section(n)) {
			node_write(to, n);
			end_line(p, to, NULL, NULL);
			continue;
		}
		end_line(p, to, NULL, NULL);
		for (const struct node *r = n->first; r != NULL; r = r->next)
			write_rule(p, to, r);
	}
	p->failed |= to->failed;
}

void
pieces_done(struct pieces *p)
{
	free(p->of_line);
	*p = (struct pieces){0};
}
