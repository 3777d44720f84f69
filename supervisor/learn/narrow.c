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
#include "learn/used.h"

#define FILE_MAX ((size_t)1 << 20) /* as for every rules file */

/* The file, and what it is made of. */
struct narrowing {
	const char *path;
	const char *shown;
	const char *text;
	size_t len;
	const struct node *root;
	struct pieces pieces;
	struct faults *faults;
};

static int
complain(struct narrowing *n, size_t line, const char *why)
{
	fault_add(n->faults, n->shown, line, 0, "%s", why);
	return -1;
}

/* The start of line `line`, which counts from 1; the end of the text where
 * there are fewer. */
static const char *
line_at(const struct narrowing *n, size_t line)
{
	const char *at = n->text, *end = n->text + n->len;

	while (--line > 0 && at < end) {
		const char *next = memchr(at, '\n', (size_t)(end - at));

		at = next != NULL ? next + 1 : end;
	}
	return at;
}

/* The last line that a node of n stands on. */
static size_t
last_line(const struct node *n)
{
	size_t last = n->line;

	for (const struct node *m = n->first; m != NULL; m = m->next) {
		size_t line = last_line(m);

		last = line > last ? line : last;
	}
	return last;
}

/* The line behind a rule, the brackets that close it included, but not behind
 * `end`. */
static size_t
line_behind(const struct narrowing *n, const struct node *rule, size_t end)
{
	size_t line = last_line(rule) + 1;

	while (line < end) {
		const char *at = line_at(n, line);
		size_t len = strspn(at, " \t]}");

		if (strpbrk(at, "]}") == NULL ||
		    (at[len] != '\n' && at[len] != '\0') ||
		    strcspn(at, "]}") > len)
			break;
		line++;
	}
	return line;
}

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
	const char *start = line_at(n, rule->line);
	const char *end = line_at(n, behind);
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
		str_add_bytes(to, start, (size_t)(end - start));
		return;
	}
	if (node_member(rule, "path") == NULL &&
	    node_member(rule, "to") == NULL && used != 0)
		str_add_bytes(to, start, (size_t)(end - start));
	else
		write_narrowed(n, to, rule, strspn(start, " "));
}

/* Does each rule of a section stand on lines of its own? */
static bool
on_own_lines(const struct node *section)
{
	size_t line = section->key->line;

	for (const struct node *r = section->first; r != NULL; r = r->next) {
		if (r->line <= line)
			return false;
		line = last_line(r);
	}
	return true;
}

/* Writes one section, of which the lines before `end` are. */
static void
write_section(const struct narrowing *n, struct str *to,
    const struct node *section, size_t end)
{
	size_t line = section->key->line;

	for (const struct node *r = section->first; r != NULL; r = r->next) {
		size_t next = r->next != NULL ? r->next->line : end;
		const char *from = line_at(n, line);

		str_add_bytes(to, from, (size_t)(line_at(n, r->line) - from));
		line = line_behind(n, r, next);
		write_rule(n, to, r, line);
	}
	str_add_bytes(to, line_at(n, line),
	    (size_t)(line_at(n, end) - line_at(n, line)));
}

static bool
is_rules(const struct node *n)
{
	static const char *const words[] = {"files", "network", "programs",
	    "processes"};

	for (size_t i = 0; i < 4; i++)
		if (strcmp(n->key->text, words[i]) == 0)
			return n->kind == NODE_LIST && n->first != NULL;
	return false;
}

static int
write_file(struct narrowing *n, struct str *to)
{
	size_t lines = 2;

	for (size_t i = 0; i < n->len; i++)
		lines += n->text[i] == '\n';
	str_add_bytes(to, n->text,
	    (size_t)(line_at(n, n->root->first->key->line) - n->text));
	for (const struct node *m = n->root->first; m != NULL; m = m->next) {
		size_t start = m->key->line;
		size_t end = m->next != NULL ? m->next->key->line : lines;

		if (end <= start || (is_rules(m) && !on_own_lines(m)))
			return complain(n, start,
			    "--narrow wants each key, and each rule, on a "
			    "line of its own");
		if (is_rules(m))
			write_section(n, to, m, end);
		else
			str_add_bytes(to, line_at(n, start),
			    (size_t)(line_at(n, end) - line_at(n, start)));
	}
	return to->failed ? complain(n, 0, strerror(ENOMEM)) : 0;
}

/* Takes the file apart and asks it. */
static int
mark_used(struct narrowing *n, const struct lessons *l)
{
	cleanup_str struct str text = {0};
	cleanup_free char *real = realpath(n->path, NULL);
	struct rules *r = rules_new();
	char *slash = real != NULL ? strrchr(real, '/') : NULL;

	pieces_write(&n->pieces, &text, n->root);
	if (slash == NULL || r == NULL || n->pieces.failed) {
		rules_free(r);
		return complain(n, 0, strerror(slash == NULL ? errno : ENOMEM));
	}
	slash[slash == real] = '\0';
	if (rules_add_text(r, "narrowed", real, str_text(&text), text.len,
		n->faults) == 0 &&
	    rules_finish(r, n->faults) == 0)
		used_mark(&n->pieces, l, rules_top(r), "narrowed");
	rules_free(r);
	return fault_any(n->faults) ? -1 : 0;
}

/* Are the rules good as they stand? */
static bool
is_good(struct narrowing *n)
{
	struct rules *r = rules_new();
	bool good = r != NULL && rules_add_file(r, n->path, n->faults) == 0 &&
	    rules_finish(r, n->faults) == 0;

	rules_free(r);
	return good;
}

/* The whole file, malloc'ed; NULL with a fault. */
static char *
read_whole(struct narrowing *n)
{
	FILE *file = fopen(n->path, "re");
	char *text = malloc(FILE_MAX + 1);

	if (file != NULL && text != NULL) {
		n->len = fread(text, 1, FILE_MAX, file);
		text[n->len] = '\0';
	}
	if (file == NULL || text == NULL || ferror(file)) {
		complain(n, 0, strerror(errno));
		free(steal_ptr(&text));
	}
	if (file != NULL)
		fclose(file);
	return text;
}

int
narrow_file(struct str *to, const struct lessons *l, const char *path,
    struct faults *f)
{
	cleanup_str struct str shown = {0};
	cleanup_free char *text = NULL;
	struct narrowing n = {.path = path, .faults = f};
	struct arena arena = {0};
	struct yaml_fault why;
	struct node *root = NULL;
	int err = -1;

	str_add_shown(&shown, path, strlen(path));
	n.shown = str_text(&shown);
	if (!is_good(&n))
		return -1;
	text = read_whole(&n);
	n.text = text;
	if (text == NULL)
		return -1;
	if (yaml_read(&arena, text, n.len, &root, &why) != 0 || root == NULL ||
	    root->first == NULL) {
		complain(&n, 0, "it changed while it was read");
	} else {
		n.root = root;
		err = mark_used(&n, l);
		if (err == 0)
			err = write_file(&n, to);
	}
	pieces_done(&n.pieces);
	arena_done(&arena);
	return err;
}
