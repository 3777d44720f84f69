/* Rules that stand already, and behind them what a run needed besides. */
#include "learn/besides.h"

#include <errno.h>
#include <string.h>

#include "learn/lines.h"
#include "learn/pieces.h"

static const char *const sections[] = {"files", "network", "programs",
    "processes"};

#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

/* The lines for one of the sections. */
static const struct str *
lines_for(const struct learned *made, size_t section)
{
	const struct str *const all[SECTIONS] = {&made->files, &made->network,
	    &made->programs, &made->processes};

	return all[section];
}

/* Adds lines that stand two blanks in, as far in as the list that they go to.
 */
static void
add_lines(struct str *to, const struct str *lines, size_t indent)
{
	const char *at = str_text(lines);

	while (*at != '\0') {
		size_t len = strcspn(at, "\n");

		str_addf(to, "%*s", (int)indent, "");
		str_add_bytes(to, at + 2, len - 2);
		str_add_char(to, '\n');
		at += len + 1;
	}
}

static void
end_line(struct str *to)
{
	if (to->len > 0 && !to->failed && to->buf[to->len - 1] != '\n')
		str_add_char(to, '\n');
}

/* A section of the file, of which the lines before `end` are, with more rules
 * behind its own. */
static void
write_longer(const struct lines *t, struct str *to, const struct node *m,
    size_t end, const struct str *more)
{
	const struct node *last = m->first;
	size_t behind;

	while (last->next != NULL)
		last = last->next;
	behind = lines_behind(t, last, end);
	lines_copy(t, to, m->key->line, behind);
	end_line(to);
	add_lines(to, more, strspn(lines_at(t, m->first->line), " "));
	lines_copy(t, to, behind, end);
}

static size_t
section_of(const struct node *m)
{
	size_t i = 0;

	while (i < SECTIONS && strcmp(sections[i], m->key->text) != 0)
		i++;
	return i;
}

static int
write_file(const struct lines *t, struct str *to, const struct learned *made)
{
	bool there[SECTIONS] = {false}, includes;

	includes = node_member(t->root, "include") != NULL;
	lines_copy(t, to, 1, t->root->first->key->line);
	for (const struct node *m = t->root->first; m != NULL; m = m->next) {
		size_t end = m->next != NULL ? m->next->key->line : t->behind;
		size_t i = section_of(m);

		if (i < SECTIONS && lines_for(made, i)->len > 0) {
			if (!lines_is_rules(m) ||
			    *(lines_at(t, m->first->line) +
				strspn(lines_at(t, m->first->line), " ")) !=
				'-')
				return lines_complain(t, m->key->line,
				    "rules are added only to a list with a "
				    "dash before each");
			there[i] = true;
			write_longer(t, to, m, end, lines_for(made, i));
		} else {
			lines_copy(t, to, m->key->line, end);
		}
		if (!includes && strcmp(m->key->text, "version") == 0) {
			end_line(to);
			str_addf(to, "include: [%s]\n", made->profile);
		}
	}
	end_line(to);
	for (size_t i = 0; i < SECTIONS; i++)
		if (!there[i] && lines_for(made, i)->len > 0)
			str_addf(to, "\n%s:\n%s", sections[i],
			    str_text(lines_for(made, i)));
	return to->failed ? lines_complain(t, 0, strerror(ENOMEM)) : 0;
}

/* The rules as they stand, with the profile where they include none.  NULL with
 * a fault. */
static struct rules *
standing(const struct lines *t, const char *profile, struct faults *f)
{
	struct rules *r = rules_new();
	bool read = r != NULL && rules_add_file(r, t->path, f) == 0 &&
	    (node_member(t->root, "include") != NULL ||
		rules_add_profile(r, profile, f) == 0);

	return learn_ready(r, read, f);
}

int
besides_write(struct str *to, struct lessons *l, const struct learn_options *o,
    const char *path, struct learn_lost *ret_lost, struct faults *f)
{
	struct learned made = {0};
	struct rules *r = NULL;
	struct lines t;
	int err = lines_read(&t, path, "-r", f);

	if (err == 0) {
		const char *profile = learn_profile(l, f);

		r = profile != NULL ? standing(&t, profile, f) : NULL;
		err = r != NULL
		    ? learn_lines(&made, l, o, rules_top(r), ret_lost, f)
		    : -1;
	}
	if (err == 0)
		err = write_file(&t, to, &made);
	learned_done(&made);
	rules_free(r);
	lines_done(&t);
	return err;
}
