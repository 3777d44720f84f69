/* Bytes that are no UTF-8, in a record.
 *
 * str_add_json() writes byte 0xNN (0x80 and up) as \udcNN, half of a surrogate
 * pair, which is good to Python and refused by JSON readers that are strict.
 * While a line is parsed it stands as the whole pair \udbff\udfNN, the
 * character U+10FFNN, which nobody uses; where a name itself has such a
 * character, its own four bytes are written in the same way, so that nothing is
 * mistaken for anything. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "audit/reader.h"

#define PLAIN 4 /* bytes of such a character: F4 8F BE/BF 80..BF */

static bool
is_private(const unsigned char *at, size_t len)
{
	return len >= PLAIN && at[0] == 0xf4 && at[1] == 0x8f &&
	    (at[2] == 0xbe || at[2] == 0xbf) && (at[3] & 0xc0) == 0x80;
}

/* The byte that an escape \udcNN at `at` stands for; 0: it is none. */
static unsigned
escaped(const char *at, size_t len)
{
	char digits[3];

	if (len < 6 || strncasecmp(at, "\\udc", 4) != 0 ||
	    !isxdigit((unsigned char)at[4]) || !isxdigit((unsigned char)at[5]))
		return 0;
	memcpy(digits, at + 4, 2);
	digits[2] = '\0';
	return (unsigned)strtoul(digits, NULL, 16);
}

/* How many bytes from `at` on are neither an escape nor of that plane: nearly
 * all, so they are taken at once. */
static size_t
ordinary(const char *at, size_t len)
{
	size_t n = 0;

	while (n < len && at[n] != '\\' && (unsigned char)at[n] != 0xf4)
		n++;
	return n;
}

void
record_dress(struct str *to, const char *line, size_t len)
{
	size_t i = 0;

	while (i < len) {
		const unsigned char *at = (const unsigned char *)line + i;
		size_t plain = ordinary(line + i, len - i);
		unsigned byte = escaped(line + i, len - i);

		if (plain > 0) {
			str_add_bytes(to, line + i, plain);
			i += plain;
		} else if (byte >= 0x80) {
			str_addf(to, "\\udbff\\udf%02x", byte);
			i += 6;
		} else if (is_private(at, len - i)) {
			for (size_t n = 0; n < PLAIN; n++)
				str_addf(to, "\\udbff\\udf%02x", at[n]);
			i += PLAIN;
		} else if (line[i] == '\\' && i + 1 < len) {
			/* "\\udc80" is a backslash and letters; of a pair, the
			 * second half stays with the first. */
			size_t n = strncasecmp(line + i, "\\ud8", 4) == 0 ||
				strncasecmp(line + i, "\\ud9", 4) == 0 ||
				strncasecmp(line + i, "\\uda", 4) == 0 ||
				strncasecmp(line + i, "\\udb", 4) == 0
			    ? 12
			    : 2;

			n = n < len - i ? n : len - i;
			str_add_bytes(to, line + i, n);
			i += n;
		} else {
			str_add_char(to, line[i++]);
		}
	}
}

void
record_bytes(struct str *to, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len;) {
		const unsigned char *at = (const unsigned char *)text + i;

		if (is_private(at, len - i)) {
			/* U+10FFNN in UTF-8: the last byte holds six bits. */
			str_add_char(to,
			    (char)((at[2] & 3) << 6 | (at[3] & 0x3f)));
			i += PLAIN;
		} else {
			str_add_char(to, text[i++]);
		}
	}
}

static void
restore_text(json_t *value)
{
	cleanup_str struct str bytes = {0};

	/* All but very few have none of the characters of that plane. */
	if (strchr(json_string_value(value), 0xf4) == NULL)
		return;
	record_bytes(&bytes, json_string_value(value));
	if (!bytes.failed)
		json_string_setn_nocheck(value, str_text(&bytes), bytes.len);
}

void
record_restore(json_t *value)
{
	const char *key;
	size_t i;
	json_t *part;

	if (json_is_string(value))
		restore_text(value);
	json_array_foreach(value, i, part) record_restore(part);
	json_object_foreach(value, key, part) record_restore(part);
}
