/* Folders as a job reads them: names are put into a listing, told as records of
 * both kinds, and read back from the records. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "view/listing.h"
#include "view/record.h"

#define ROOM 512u

/* One record at `at`: its name, and the position behind it. */
static const char *
read_record(enum record_kind kind, const unsigned char *at, uint64_t *position,
    size_t *size, unsigned char *type)
{
	uint16_t length;

	memcpy(position, at + 8, 8);
	memcpy(&length, at + 16, 2);
	*size = length;
	*type = kind == RECORD_64 ? at[18] : at[length - 1];
	return (const char *)at + (kind == RECORD_64 ? 19 : 18);
}

/* All records that fit, and what a reader makes of them; returns the position
 * that the next call begins at. */
static uint64_t
tell(const struct listing *l, enum record_kind kind, uint64_t from,
    size_t *count)
{
	unsigned char room[ROOM];
	size_t used = 0, i = listing_behind(l, from), first = i;
	const struct listed *n;
	const char *name;
	uint64_t position = from;
	unsigned char type;

	for (; (n = listing_at(l, i, &name)) != NULL; i++) {
		struct record r = {n->ino, n->cookie, n->type, name};
		size_t size = record_size(kind, name);

		if (size > ROOM - used)
			break;
		record_put(kind, &r, room + used);
		used += size;
	}
	for (size_t at = 0; at < used; first++) {
		const char *told;
		size_t size;

		told = read_record(kind, room + at, &position, &size, &type);
		n = listing_at(l, first, &name);
		REQUIRE(size % 8 == 0 && size >= 24 && size <= used - at);
		REQUIRE(strcmp(told, name) == 0);
		REQUIRE(position == n->cookie && type == n->type);
		at += size;
		(*count)++;
	}
	REQUIRE(first == i);
	return position;
}

static size_t
tell_all(const struct listing *l, enum record_kind kind)
{
	uint64_t at = 0, next;
	size_t count = 0;

	while ((next = tell(l, kind, at, &count)) != at) {
		REQUIRE(next > at);
		at = next;
	}
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct listing_key key = {NULL, 1, 1};
	struct input in = {bytes, len};
	struct listings all = {0};
	const char *name;
	size_t total = 0;
	bool stale;
	struct listing *l = listings_get(&all, &key, "/", &stale);

	REQUIRE(l != NULL && stale);
	while (in.len > 0) {
		uint8_t what = input_byte(&in);
		size_t n;
		char *text = input_line(&in, &n);

		if (strlen(text) > 255)
			text[255] = '\0';
		if (what == 'e')
			REQUIRE(listing_end(l) == 0);
		else if (what == 'h')
			listing_hide(l, text);
		else if (text[0] != '\0')
			listing_add(l, text, n, what % 16);
		free(text);
	}
	REQUIRE(listing_end(l) == 0);
	/* Each name once. */
	while (listing_at(l, total, &name) != NULL)
		total++;
	REQUIRE(tell_all(l, RECORD_64) == total);
	REQUIRE(tell_all(l, RECORD_OLD) == total);
	listings_done(&all);
	return 0;
}
