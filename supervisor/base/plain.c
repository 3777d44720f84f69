/* A stream of bytes made fit for a terminal.  Beside str_add_shown(), which
 * quotes one text that is whole, this one takes what comes in pieces that end
 * anywhere, and leaves it the lines that it has. */
#include "base/plain.h"

#include <string.h>

/* Could more bytes make a character of these few? */
static bool
is_beginning(const char *bytes, size_t len)
{
	const unsigned char *b = (const unsigned char *)bytes;
	size_t need = b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : 2;

	if (b[0] < 0xc2 || b[0] > 0xf4 || len >= need)
		return false;
	for (size_t i = 1; i < len; i++)
		if ((b[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* Does this character pass as it is? */
static bool
passes(uint32_t point)
{
	return point == '\n' || point == '\t' || str_is_plain(point);
}

/* Adds whole characters; returns how many bytes at the end are only the
 * beginning of one. */
static size_t
add_whole(struct str *s, const char *bytes, size_t len)
{
	size_t from = 0, i = 0;

	while (i < len) {
		uint32_t point;
		size_t n = str_utf8(bytes + i, len - i, &point);

		if (n > 0 && passes(point)) {
			i += n;
			continue;
		}
		if (n == 0 && is_beginning(bytes + i, len - i))
			break;
		str_add_bytes(s, bytes + from, i - from);
		if (n == 0)
			n = 1;
		str_add_shown(s, bytes + i, n);
		i += n;
		from = i;
	}
	str_add_bytes(s, bytes + from, i - from);
	return len - i;
}

void
plain_add(struct plain *p, struct str *s, const char *bytes, size_t len)
{
	while (p->len > 0 && len > 0) {
		size_t left;

		p->held[p->len++] = *bytes++;
		len--;
		left = add_whole(s, p->held, p->len);
		memmove(p->held, p->held + p->len - left, left);
		p->len = left;
	}
	if (len == 0)
		return;
	p->len = add_whole(s, bytes, len);
	memcpy(p->held, bytes + len - p->len, p->len);
}

void
plain_end(struct plain *p, struct str *s)
{
	for (size_t i = 0; i < p->len; i++)
		str_add_shown(s, p->held + i, 1);
	p->len = 0;
}
