/* A sorted list of names as a tree for a terminal. */
#include "report/tree.h"

#include <string.h>

#define FEW   8  /* a folder below others with more is told as a count */
#define MANY  20 /* and of any folder no more lines than this */
#define NOTES 52 /* where the second column stands */

struct tree {
	struct str *to;
	const struct names *names;
	const struct thing *const *list;
	tree_note_fn *note;
};

static const char *
name_of(const struct tree *t, size_t i)
{
	return names_text(t->names, t->list[i]->key.path);
}

/* The length of the folder, with its slash, that a name goes on with behind
 * its first `at` bytes; 0: no folder. */
static size_t
folder_after(const char *name, size_t at)
{
	const char *slash;

	if (name[at] == '\0')
		return 0;
	slash = strchr(name + at + (at == 0), '/');
	return slash != NULL ? (size_t)(slash - name) + 1 : 0;
}

/* The end of those that begin as the first does, for `len` bytes. */
static size_t
same_until(const struct tree *t, size_t from, size_t to, size_t len)
{
	const char *head = name_of(t, from);
	size_t i = from + 1;

	while (i < to && strncmp(name_of(t, i), head, len) == 0)
		i++;
	return i;
}

/* As far as all of them go the same way. */
static size_t
common_folder(const struct tree *t, size_t from, size_t to, size_t len)
{
	for (;;) {
		size_t next = folder_after(name_of(t, from), len);

		if (next == 0 || same_until(t, from, to, next) != to)
			return len;
		len = next;
	}
}

static size_t
begin(const struct tree *t, unsigned level, const char *name, size_t len)
{
	size_t start = t->to->len;

	str_addf(t->to, "%*s", (int)(2 + 2 * level), "");
	str_add_shown(t->to, name, len);
	return start;
}

static void
add_leaf(const struct tree *t, unsigned level, size_t i, size_t at)
{
	const char *name = name_of(t, i) + at;
	size_t start = begin(t, level, name, strlen(name));
	size_t used = t->to->len - start;

	if (t->note != NULL) {
		str_addf(t->to, "%*s",
		    used + 2 < NOTES ? (int)(NOTES - used) : 2, "");
		t->note(t->to, t->list[i]);
	}
	str_add_char(t->to, '\n');
}

static bool
holds(const char *folder, const char *name)
{
	size_t len = strlen(folder);

	return len > 1 && str_is_below(name, folder, len);
}

static void
add_range(const struct tree *t, size_t from, size_t to, size_t at,
    unsigned level)
{
	unsigned lines = 0;

	for (size_t i = from, end; i < to; i = end) {
		size_t len = folder_after(name_of(t, i), at);

		if (lines++ == MANY) {
			str_addf(t->to, "%*sand %zu more\n",
			    (int)(2 + 2 * level), "", to - i);
			return;
		}
		/* The line of what is in a folder tells of the folder. */
		if (len == 0 && t->note == NULL && i + 1 < to &&
		    holds(name_of(t, i), name_of(t, i + 1))) {
			lines--;
			end = i + 1;
			continue;
		}
		end = len > 0 ? same_until(t, i, to, len) : i + 1;
		if (end - i == 1) {
			add_leaf(t, level, i, at);
			continue;
		}
		len = common_folder(t, i, end, len);
		begin(t, level, name_of(t, i) + at, len - at);
		if (end - i > (level == 1 ? 2 * FEW : FEW) && level > 0) {
			str_addf(t->to, " (%zu)\n", end - i);
			continue;
		}
		str_add_char(t->to, '\n');
		add_range(t, i, end, len, level + 1);
	}
}

void
tree_add(struct str *to, const struct names *names,
    const struct thing *const *list, size_t count, tree_note_fn *note)
{
	struct tree t = {to, names, list, note};

	add_range(&t, 0, count, 0, 0);
}
