/* `limits:` of a rules file, and limits from the command line. */
#include <stdio.h>

#include "check.h"

/* The first who speaks of a limit decides, as with `default`. */
static void
set_limit(const struct reader *r, const struct node *n, enum limit which,
    const char *text)
{
	struct limit_set *set = &r->rules->limits.of[which];
	const char *shown = check_shown(r, text);
	uint64_t most;
	const char *want = limit_read(which, text, &most);

	if (want != NULL) {
		check_fault(r, n, "'%s' must be %s, not '%s'",
		    limit_name(which), want, shown);
		return;
	}
	if (set->most != 0)
		return;
	*set = (struct limit_set){.most = most,
	    .text = shown,
	    .file = r->typed ? "command line" : r->file,
	    .line = n != NULL ? n->line : 0};
}

void
check_limits(const struct reader *r, const struct node *n,
    const struct policy *p)
{
	const struct node *value[LIMITS] = {NULL};
	struct key keys[LIMITS];

	if (p != &r->rules->top) {
		check_fault(r, n->key,
		    "'limits' is for the whole run, not for a profile");
		return;
	}
	for (size_t i = 0; i < LIMITS; i++)
		keys[i] = (struct key){limit_name((enum limit)i), &value[i]};
	if (!check_keys(r, n, "'limits'", keys, LIMITS))
		return;
	for (size_t i = 0; i < LIMITS; i++) {
		const char *text = NULL;
		char what[32];

		snprintf(what, sizeof(what), "'%s'", limit_name((enum limit)i));
		if (value[i] != NULL)
			text = check_word(r, value[i], what);
		if (text != NULL)
			set_limit(r, value[i], (enum limit)i, text);
	}
}

void
check_limit_typed(const struct reader *r, enum limit which, const char *text)
{
	set_limit(r, NULL, which, text);
}
