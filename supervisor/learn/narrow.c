/* Rules that exist, without what was never used.  The file is edited by its
 * lines, so that comments and order stay: a rule that keeps all it had stays as
 * it was written, and one that loses something is written anew. */
#include "learn/narrow.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "learn/line.h"
#include "learn/lines.h"
#include "learn/pieces.h"
#include "learn/used.h"

/* The file, and what it is made of. */
struct narrowing {
	struct lines lines;
	struct pieces pieces;
};

/* What the pieces of a rule used, all together. */
static unsigned
used_of(const struct narrowing *n, const struct node *rule, bool *ret_all_alike)
{
	unsigned used = 0, first = 0;
	bool any = false;

	*ret_all_alike = true;
	for (size_t i = 1; i <= n->pieces.lines; i++) {
		const struct piece *p = &n->pieces.of_line[i];

		if (p->rule != rule)
			continue;
		used |= p->used;
		*ret_all_alike &= !any || p->used == first;
		first = p->used;
		any = true;
	}
	return used;
}

/* The accesses that a rule gives by its words. */
static unsigned
access_words(const struct node *allow)
{
	unsigned access = 0;
	const struct node *w = allow->kind == NODE_LIST ? allow->first : allow;

	for (; w != NULL && w->kind == NODE_TEXT; w = w->next) {
		for (unsigned bit = 1; bit <= ACC_SIGNAL; bit <<= 1)
			if (strcmp(w->text, access_name((enum access)bit)) == 0)
				access |= bit;
		if (strcmp(w->text, "write") == 0)
			access |= ACC_WRITE;
		if (strcmp(w->text, "any") == 0)
			access |= ~0u;
		if (allow->kind != NODE_LIST)
			break;
	}
	return access;
}

/* One rule with the values of `rule` that used exactly these accesses. */
static void
write_group(const struct narrowing *n, struct str *to, const struct node *rule,
    unsigned used, size_t indent)
{
	const struct node *to_key = node_member(rule, "to");
	const struct node *below = node_member(rule, "below");
	const char *between = "";

	str_addf(to, "%*s- {allow: ", (int)indent, "");
	line_add_access(to, used);
	str_add(to, to_key != NULL ? ", to: [" : ", path: [");
	for (size_t i = 1; i <= n->pieces.lines; i++) {
		const struct piece *p = &n->pieces.of_line[i];

		if (p->rule != rule || p->used != used || p->value == NULL)
			continue;
		str_add(to, between);
		node_write(to, p->value);
		between = ", ";
	}
	str_add_char(to, ']');
	if (below != NULL) {
		str_add(to, ", below: ");
		node_write(to, below);
	}
	str_add(to, "}\n");
}

/* Has an earlier piece of this rule used the same? */
static bool
seen_before(const struct narrowing *n, size_t at)
{
	for (size_t i = 1; i < at; i++)
		if (n->pieces.of_line[i].rule == n->pieces.of_line[at].rule &&
		    n->pieces.of_line[i].used == n->pieces.of_line[at].used)
			return true;
	return false;
}

static void
write_narrowed(const struct narrowing *n, struct str *to,
    const struct node *rule, size_t indent)
{
	for (size_t i = 1; i <= n->pieces.lines; i++) {
		const struct piece *p = &n->pieces.of_line[i];

		if (p->rule == rule && p->used != 0 && !seen_before(n, i))
			write_group(n, to, rule, p->used, indent);
	}
}

/* The rule as it is kept; nothing where it was never used. */
static void
write_rule(const struct narrowing *n, struct str *to, const struct node *rule,
    size_t behind)
{
	const char *start = lines_at(&n->lines, rule->line);
	bool alike;
	unsigned used = used_of(n, rule, &alike);
	unsigned had = 0;

	if (piece_may_narrow(rule))
		had = access_words(node_member(rule, "allow"));
	/* Who may read a name may look at it. */
	if ((had & ACC_READ) == 0 || (used & ACC_READ) != 0)
		had &= ~(unsigned)ACC_STAT | (used & ACC_STAT);
	if (!piece_may_narrow(rule) ||
	    (alike && (had & ~used & ACC_FILES & ~(unsigned)ACC_STAT) == 0 &&
		(had & ~used & ~(unsigned)ACC_FILES) == 0)) {
		lines_copy(&n->lines, to, rule->line, behind);
		return;
	}
	if (node_member(rule, "path") == NULL &&
	    node_member(rule, "to") == NULL && used != 0)
		lines_copy(&n->lines, to, rule->line, behind);
	else
		write_narrowed(n, to, rule, strspn(start, " "));
}

/* Writes one section, of which the lines before `end` are. */
static void
write_section(const struct narrowing *n, struct str *to,
    const struct node *section, size_t end)
{
	size_t line = section->key->line;

	for (const struct node *r = section->first; r != NULL; r = r->next) {
		size_t next = r->next != NULL ? r->next->line : end;

		lines_copy(&n->lines, to, line, r->line);
		line = lines_behind(&n->lines, r, next);
		write_rule(n, to, r, line);
	}
	lines_copy(&n->lines, to, line, end);
}

static int
write_file(const struct narrowing *n, struct str *to)
{
	const struct lines *l = &n->lines;

	lines_copy(l, to, 1, l->root->first->key->line);
	for (const struct node *m = l->root->first; m != NULL; m = m->next) {
		size_t end = m->next != NULL ? m->next->key->line : l->behind;

		if (lines_is_rules(m))
			write_section(n, to, m, end);
		else
			lines_copy(l, to, m->key->line, end);
	}
	return to->failed ? lines_complain(l, 0, strerror(ENOMEM)) : 0;
}

/* Takes the file apart and asks it. */
static int
mark_used(struct narrowing *n, const struct lessons *l)
{
	cleanup_str struct str text = {0};
	cleanup_free char *real = realpath(n->lines.path, NULL);
	struct faults *f = n->lines.faults;
	struct rules *r = rules_new();
	char *slash = real != NULL ? strrchr(real, '/') : NULL;

	pieces_write(&n->pieces, &text, n->lines.root);
	if (slash == NULL || r == NULL || n->pieces.failed) {
		rules_free(r);
		return lines_complain(&n->lines, 0,
		    strerror(slash == NULL ? errno : ENOMEM));
	}
	slash[slash == real] = '\0';
	if (rules_add_text(r, "narrowed", real, str_text(&text), text.len, f) ==
		0 &&
	    rules_finish(r, f) == 0)
		used_mark(&n->pieces, l, rules_top(r), "narrowed");
	rules_free(r);
	return fault_any(f) ? -1 : 0;
}

int
narrow_file(struct str *to, const struct lessons *l, const char *path,
    struct faults *f)
{
	struct narrowing n = {0};
	int err = lines_read(&n.lines, path, "--narrow", f);

	if (err == 0)
		err = mark_used(&n, l);
	if (err == 0)
		err = write_file(&n, to);
	pieces_done(&n.pieces);
	lines_done(&n.lines);
	return err;
}
