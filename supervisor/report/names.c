/* Each text of a record once, under a number. */
#include "report/names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool
make_room(struct names *n)
{
	size_t room = n->room != 0 ? n->room * 2 : 1024;
	struct name **more;

	if (n->count < n->room)
		return true;
	more = realloc(n->by_number, room * sizeof(struct name *));
	if (more == NULL)
		return false;
	n->by_number = more;
	n->room = room;
	return true;
}

uint32_t
names_find(const struct names *n, const char *text)
{
	struct name *found = NULL;

	HASH_FIND_STR(n->all, text, found);
	return found != NULL ? found->number : NAME_LOST;
}

uint32_t
names_number(struct names *n, const char *text)
{
	struct name *new;
	size_t len;
	uint32_t number;

	if (text == NULL)
		return NAME_NONE;
	number = names_find(n, text);
	len = strlen(text);
	if (number != NAME_LOST || n->count >= NAMES_MAX ||
	    n->bytes + len > NAMES_MAX_BYTES || !make_room(n))
		return number;
	new = calloc(1, sizeof(*new) + len + 1);
	if (new == NULL)
		return NAME_LOST;
	memcpy(new->text, text, len + 1);
	new->number = NAME_FIRST + (uint32_t)n->count;
	HASH_ADD_KEYPTR(hh, n->all, new->text, len, new);
	n->by_number[n->count++] = new;
	n->bytes += sizeof(*new) + len + 1;
	return new->number;
}

const char *
names_text(const struct names *n, uint32_t number)
{
	if (number == NAME_NONE)
		return NULL;
	if (number == NAME_LOST || number - NAME_FIRST >= n->count)
		return "...";
	return n->by_number[number - NAME_FIRST]->text;
}

void
names_done(struct names *n)
{
	HASH_CLEAR(hh, n->all);
	for (size_t i = 0; i < n->count; i++)
		free(n->by_number[i]);
	free(n->by_number);
	*n = (struct names){0};
}
