/* A str object of the job's as UTF-8.  Its layout: Include/cpython/
 * unicodeobject.h; `state` has kind in bits 2 to 4, compact in bit 5, ascii in
 * bit 6, from 3.8 to 3.15. */
#include "stack/text.h"

#include <string.h>

#include "stack/effort.h"

/* Characters that are read; the rest is cut. */
#define CHARS_MAX 1024u

#define PAGE   4096u
#define HEADER 96u

size_t
text_piece(uint64_t at, size_t want)
{
	size_t left = PAGE - (size_t)(at & (PAGE - 1));

	if (left < HEADER)
		left = HEADER;
	return left < want ? left : want;
}

static size_t
put_point(char *to, uint32_t c)
{
	if (c >= 0xdc80 && c <= 0xdcff) { /* PEP 383 */
		to[0] = (char)(c & 0xff);
		return 1;
	}
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 63));
		to[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 63));
	to[2] = (char)(0x80 | (c >> 6 & 63));
	to[3] = (char)(0x80 | (c & 63));
	return 4;
}

/* Characters of `kind` bytes each. */
static void
put(const unsigned char *data, size_t count, unsigned kind, char *to,
    size_t room)
{
	size_t len = 0;

	for (size_t i = 0; i < count && len + 4 < room; i++) {
		uint32_t c = 0;

		memcpy(&c, data + i * kind, kind);
		len += put_point(to + len, c);
	}
	to[len] = '\0';
}

void
text_read(const struct layout *l, uint64_t at, const unsigned char *head,
    size_t got, struct effort *e, char *to, size_t room)
{
	unsigned char data[CHARS_MAX * 4];
	uint32_t state, kind;
	uint64_t count;
	size_t size, from;
	bool ascii;

	memcpy(to, "?", 2);
	/* The state and the length stand in front of an ASCII one's data. */
	if (got < (size_t)l->text_ascii || l->text_state + 4 > l->text_ascii ||
	    l->text_length + 8 > l->text_ascii)
		return;
	memcpy(&state, head + l->text_state, sizeof(state));
	memcpy(&count, head + l->text_length, sizeof(count));
	kind = state >> 2 & 7;
	ascii = (state >> 6 & 1) != 0;
	if ((kind != 1 && kind != 2 && kind != 4) || (ascii && kind != 1))
		return;
	if (count > CHARS_MAX)
		count = CHARS_MAX;
	size = (size_t)count * kind;
	from = (size_t)(ascii ? l->text_ascii : l->text_compact);
	if ((state >> 5 & 1) == 0) {
		/* Not compact, up to 3.11: a pointer stands there. */
		if (!effort_read(e, at + (uint64_t)l->text_compact, &at,
			sizeof(at)))
			return;
		from = 0;
		got = 0;
	}
	if (got >= from + size && got != 0)
		memcpy(data, head + from, size);
	else if (!effort_read(e, at + from, data, size))
		return;
	put(data, (size_t)count, kind, to, room);
}
