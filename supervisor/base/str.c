/* Growing strings, and the quoting of bytes that nobody vouches for: whatever
 * a job names its files, a terminal and a JSON reader see text. */
#include "base/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for `more` bytes and the NUL.  Doubling keeps additions cheap. */
static bool
grow(struct str *s, size_t more)
{
	size_t cap = s->cap != 0 ? s->cap : 64;
	char *buf;

	if (s->failed)
		return false;
	if (s->buf != NULL && more < s->cap - s->len)
		return true;
	if (more >= SIZE_MAX / 4 || s->len >= SIZE_MAX / 4) {
		s->failed = true;
		return false;
	}
	while (cap - s->len <= more)
		cap *= 2;
	buf = realloc(s->buf, cap);
	if (buf == NULL) {
		s->failed = true;
		return false;
	}
	s->buf = buf;
	s->cap = cap;
	return true;
}

void
str_add_bytes(struct str *s, const void *bytes, size_t len)
{
	if (!grow(s, len))
		return;
	if (len > 0)
		memcpy(s->buf + s->len, bytes, len);
	s->len += len;
	s->buf[s->len] = '\0';
}

void
str_add(struct str *s, const char *text)
{
	str_add_bytes(s, text, strlen(text));
}

void
str_add_char(struct str *s, char c)
{
	str_add_bytes(s, &c, 1);
}

void
str_vaddf(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	if (!grow(s, 128))
		return;
	va_copy(again, ap);
	n = vsnprintf(s->buf + s->len, s->cap - s->len, fmt, ap);
	if (n >= 0 && (size_t)n >= s->cap - s->len) {
		s->buf[s->len] = '\0';
		if (grow(s, (size_t)n))
			n = vsnprintf(s->buf + s->len, s->cap - s->len, fmt,
			    again);
		else
			n = 0;
	}
	va_end(again);
	if (n < 0)
		s->failed = true;
	else
		s->len += (size_t)n;
	s->buf[s->len] = '\0';
}

void
str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(s, fmt, ap);
	va_end(ap);
}

size_t
str_utf8(const char *bytes, size_t len, uint32_t *ret_point)
{
	/* The least code point of each length: anything below is an overlong
	 * form, which RFC 3629 forbids. */
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *b = (const unsigned char *)bytes;
	uint32_t point;
	size_t need;

	if (len == 0)
		return 0;
	if (b[0] < 0x80) {
		*ret_point = b[0];
		return 1;
	}
	need = b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : 2;
	if (b[0] < 0xc2 || b[0] > 0xf4 || need > len)
		return 0;
	point = b[0] & (0x7fu >> need);
	for (size_t i = 1; i < need; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (b[i] & 0x3f);
	}
	if (point < least[need] || point > 0x10ffff ||
	    (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*ret_point = point;
	return need;
}

bool
str_is_plain(uint32_t point)
{
	if (point < 0x20 || (point >= 0x7f && point <= 0x9f))
		return false;
	/* Line and paragraph separators, the marks, embeddings, overrides and
	 * isolates that turn text around (Unicode UAX #9), and the byte order
	 * mark: each can make a line read as what it is not. */
	if (point >= 0x2028 && point <= 0x202e)
		return false;
	if (point == 0x061c || point == 0x200e || point == 0x200f)
		return false;
	return !(point >= 0x2066 && point <= 0x2069) && point != 0xfeff;
}

static void
add_control(struct str *s, unsigned char c)
{
	switch (c) {
	case '\n': str_add(s, "\\n"); break;
	case '\t': str_add(s, "\\t"); break;
	case '\r': str_add(s, "\\r"); break;
	case '\\': str_add(s, "\\\\"); break;
	default: str_addf(s, "\\x%02x", c); break;
	}
}

void
str_add_shown(struct str *s, const char *bytes, size_t len)
{
	size_t from = 0, i = 0;

	while (i < len) {
		uint32_t point;
		size_t n = str_utf8(bytes + i, len - i, &point);

		if (n > 0 && point != '\\' && str_is_plain(point)) {
			i += n;
			continue;
		}
		str_add_bytes(s, bytes + from, i - from);
		if (n == 0)
			n = 1;
		for (size_t k = 0; k < n; k++)
			add_control(s, (unsigned char)bytes[i + k]);
		i += n;
		from = i;
	}
	str_add_bytes(s, bytes + from, len - from);
}

static void
add_json_escape(struct str *s, uint32_t point)
{
	switch (point) {
	case '"': str_add(s, "\\\""); break;
	case '\\': str_add(s, "\\\\"); break;
	case '\n': str_add(s, "\\n"); break;
	case '\t': str_add(s, "\\t"); break;
	case '\r': str_add(s, "\\r"); break;
	default: str_addf(s, "\\u%04x", point); break;
	}
}

void
str_add_json(struct str *s, const char *bytes, size_t len)
{
	size_t from = 0, i = 0;

	str_add_char(s, '"');
	while (i < len) {
		uint32_t point;
		size_t n = str_utf8(bytes + i, len - i, &point);

		if (n > 0 && point != '"' && point != '\\' &&
		    str_is_plain(point)) {
			i += n;
			continue;
		}
		str_add_bytes(s, bytes + from, i - from);
		/* Python's surrogateescape: PEP 383. */
		if (n == 0) {
			point = 0xdc00u + (unsigned char)bytes[i];
			n = 1;
		}
		add_json_escape(s, point);
		i += n;
		from = i;
	}
	str_add_bytes(s, bytes + from, len - from);
	str_add_char(s, '"');
}

bool
str_is_below(const char *name, const char *folder, size_t len)
{
	if (len == 1)
		return true;
	return strncmp(name, folder, len) == 0 &&
	    (name[len] == '\0' || name[len] == '/');
}

void
str_clear(struct str *s)
{
	s->len = 0;
	s->failed = false;
	if (s->buf != NULL)
		s->buf[0] = '\0';
}

void
str_done(struct str *s)
{
	free(s->buf);
	*s = (struct str){0};
}

const char *
str_text(const struct str *s)
{
	return s->buf != NULL ? s->buf : "";
}
