/* A rules file as its lines. */
#include "learn/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "yaml.h"

#define FILE_MAX ((size_t)1 << 20) /* as for every rules file */

int
lines_complain(const struct lines *l, size_t line, const char *why)
{
	fault_add(l->faults, str_text(&l->shown), line, 0, "%s", why);
	return -1;
}

const char *
lines_at(const struct lines *l, size_t line)
{
	const char *at = l->text, *end = l->text + l->len;

	while (--line > 0 && at < end) {
		const char *next = memchr(at, '\n', (size_t)(end - at));

		at = next != NULL ? next + 1 : end;
	}
	return at;
}

void
lines_copy(const struct lines *l, struct str *to, size_t from, size_t to_line)
{
	const char *at = lines_at(l, from);

	str_add_bytes(to, at, (size_t)(lines_at(l, to_line) - at));
}

/* The last line that a node of the file stands on. */
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

size_t
lines_behind(const struct lines *l, const struct node *rule, size_t end)
{
	size_t line = last_line(rule) + 1;

	while (line < end) {
		const char *at = lines_at(l, line);
		size_t len = strspn(at, " \t]}");

		if (strpbrk(at, "]}") == NULL ||
		    (at[len] != '\n' && at[len] != '\0') ||
		    strcspn(at, "]}") > len)
			break;
		line++;
	}
	return line;
}

bool
lines_is_rules(const struct node *n)
{
	static const char *const words[] = {"files", "network", "programs",
	    "processes"};

	for (size_t i = 0; i < 4; i++)
		if (strcmp(n->key->text, words[i]) == 0)
			return n->kind == NODE_LIST && n->first != NULL;
	return false;
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

static int
check_lines(const struct lines *l, const char *option)
{
	cleanup_str struct str why = {0};

	str_addf(&why, "%s wants each key, and each rule, on a line of its own",
	    option);
	for (const struct node *m = l->root->first; m != NULL; m = m->next) {
		size_t end = m->next != NULL ? m->next->key->line : l->behind;

		if (end <= m->key->line ||
		    (lines_is_rules(m) && !on_own_lines(m)))
			return lines_complain(l, m->key->line, str_text(&why));
	}
	return 0;
}

/* Are the rules good as they stand? */
static bool
is_good(const struct lines *l)
{
	struct rules *r = rules_new();
	bool good = r != NULL && rules_add_file(r, l->path, l->faults) == 0 &&
	    rules_finish(r, l->faults) == 0;

	rules_free(r);
	return good;
}

/* Reads the whole file.  Returns 0, or -1 with a fault. */
static int
read_whole(struct lines *l)
{
	FILE *file = fopen(l->path, "re");
	int err = 0;

	l->text = malloc(FILE_MAX + 1);
	if (file != NULL && l->text != NULL) {
		l->len = fread(l->text, 1, FILE_MAX, file);
		l->text[l->len] = '\0';
	}
	if (file == NULL || l->text == NULL || ferror(file))
		err = lines_complain(l, 0, strerror(errno));
	if (file != NULL)
		fclose(file);
	return err;
}

int
lines_read(struct lines *ret, const char *path, const char *option,
    struct faults *f)
{
	struct lines *l = ret;
	struct yaml_fault why;
	struct node *root = NULL;

	*l = (struct lines){.path = path, .faults = f, .behind = 2};
	str_add_shown(&l->shown, path, strlen(path));
	if (!is_good(l) || read_whole(l) != 0)
		return -1;
	if (yaml_read(&l->arena, l->text, l->len, &root, &why) != 0 ||
	    root == NULL || root->first == NULL)
		return lines_complain(l, 0, "it changed while it was read");
	l->root = root;
	for (size_t i = 0; i < l->len; i++)
		l->behind += l->text[i] == '\n';
	return check_lines(l, option);
}

void
lines_done(struct lines *l)
{
	str_done(&l->shown);
	free(l->text);
	l->text = NULL;
	arena_done(&l->arena);
}
