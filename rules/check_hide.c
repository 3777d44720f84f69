/* `hide:` of a namespace. */
#include <string.h>

#include "check.h"
#include "space.h"

/* Hides what the name leads to by all its names: a map of a folder above it
 * does not show it.  A map of the thing itself, or of something in it, was
 * asked for by name and stays. */
static void
hide_everywhere(const struct reader *r, const struct node *n, struct space *s,
    const char *name)
{
	char host[PATH_MAX], other[PATH_MAX];
	struct space_way way;
	bool there = space_host(s, name, host, &way);
	size_t i = 0;

	check_draw(r, n, s, SPACE_HIDDEN, name, NULL);
	while (there && space_next_name(s, host, &i, other)) {
		const char *copy =
		    arena_copy(&r->rules->arena, other, strlen(other));

		if (copy == NULL)
			check_nomem(r);
		else if (strcmp(copy, "/") != 0)
			check_draw(r, n, s, SPACE_HIDDEN, copy, NULL);
	}
}

/* A link is hidden as well as what it leads to. */
static void
hide(const struct reader *r, const struct node *n, struct space *s)
{
	const char *path = check_plain_path(r, n, "what is hidden");
	const char *itself, *target;
	const struct space_place *there;

	if (path == NULL)
		return;
	itself = check_canonical(r, n, s, path, false);
	target = itself != NULL ? check_canonical(r, n, s, path, true) : NULL;
	if (target == NULL)
		return;
	if (strcmp(itself, "/") == 0 || strcmp(target, "/") == 0) {
		check_fault(r, n, "/ cannot be hidden");
		return;
	}
	if (!check_may_draw(r, n, itself))
		return;
	there = check_drawn_at(s, itself);
	if (there != NULL && there->kind != SPACE_HIDDEN && there->line != 0) {
		check_fault(r, n, "'%s' is drawn twice",
		    check_shown(r, itself));
		return;
	}
	hide_everywhere(r, n, s, itself);
	if (strcmp(itself, target) != 0)
		hide_everywhere(r, n, s, target);
}

void
check_hidden(const struct reader *r, const struct node *n, struct space *s)
{
	const struct node *word;

	if (n == NULL || (n->kind == NODE_LIST && n->first == NULL))
		return;
	word = check_values(r, n, "a path");
	for (; word != NULL; word = word->next) {
		hide(r, word, s);
		if (n->kind == NODE_TEXT)
			break;
	}
}
