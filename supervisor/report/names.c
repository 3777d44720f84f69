/* Each text of a record once, under a number. */
#include "report/names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

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

/* FNV-1a of 64 bits from a start that nobody can know beforehand: a job chooses
 * its names, and could choose them so that all fall into one place. */
static unsigned
hash_of(const struct names *n, const char *text, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u ^ n->seed;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
	return (unsigned)(h ^ h >> 32);
}

static void
draw_seed(struct names *n)
{
	if (n->seed != 0)
		return;
	if (getrandom(&n->seed, sizeof(n->seed), GRND_NONBLOCK) !=
	    sizeof(n->seed))
		n->seed = (uint64_t)(uintptr_t)n;
	n->seed |= 1;
}

uint32_t
names_find(const struct names *n, const char *text)
{
	struct name *found = NULL;

	size_t len = strlen(text);

	HASH_FIND_BYHASHVALUE(hh, n->all, text, len, hash_of(n, text, len),
	    found);
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
	draw_seed(n);
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
	HASH_ADD_KEYPTR_BYHASHVALUE(hh, n->all, new->text, len,
	    hash_of(n, text, len), new);
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
