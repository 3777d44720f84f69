/* Growing strings, and the quoting of bytes that nobody vouches for. */
#ifndef PTS_BASE_STR_H
#define PTS_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing, NUL-terminated byte string.  All zero is the empty string.  When
 * memory runs out `failed` is set and later additions do nothing, so a caller
 * checks once, at the end. */
struct str {
	char *buf; /* NULL while nothing was added */
	size_t len;
	size_t cap;
	bool failed;
};

void str_add(struct str *s, const char *text);
void str_add_bytes(struct str *s, const void *bytes, size_t len);
void str_add_char(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void str_vaddf(struct str *s, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Adds bytes for a person's eyes: control bytes, DEL, backslashes and what is
 * not valid UTF-8 become \n, \t, \r, \\ or \xNN, so that no escape sequence
 * reaches a terminal.  C1 controls (U+0080..U+009F) and the bidirectional
 * overrides are escaped too. */
void str_add_shown(struct str *s, const char *bytes, size_t len);

/* Adds a JSON string with its quotes.  Bytes that are not valid UTF-8 become
 * U+DC80..U+DCFF escapes, as Python's surrogateescape has them, so the bytes
 * can be had back. */
void str_add_json(struct str *s, const char *bytes, size_t len);

/* Decodes the first character.  Returns its length in bytes, or 0 when the
 * bytes are not valid UTF-8 (RFC 3629). */
size_t str_utf8(const char *bytes, size_t len, uint32_t *ret_point);

/* Is this code point harmless on a terminal: no control, no bidirectional
 * override, no line separator? */
bool str_is_plain(uint32_t point);

/* Is a canonical name this folder (of len bytes; the root has 1), or below it?
 */
bool str_is_below(const char *name, const char *folder, size_t len);

/* Empties s but keeps its memory. */
void str_clear(struct str *s);

/* Frees s.  Accepts an empty one; idempotent. */
void str_done(struct str *s);

/* The text, never NULL. */
const char *str_text(const struct str *s);

#define cleanup_str __attribute__((cleanup(str_done)))

#endif /* PTS_BASE_STR_H */
