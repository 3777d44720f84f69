/* Bytes that nobody vouches for, as they are shown, written and made plain: a
 * terminal finds nothing to obey, and a record gives the bytes back. */
#include <jansson.h>
#include <string.h>

#include "audit/reader.h"
#include "base/plain.h"
#include "base/str.h"
#include "tests/fuzz/fuzz.h"

static bool
is_plain(const char *text, size_t len, const char *also)
{
	uint32_t point;

	while (len > 0) {
		size_t n = str_utf8(text, len, &point);

		if (n == 0 ||
		    (!str_is_plain(point) &&
			(point == 0 || point > 127 ||
			    strchr(also, (int)point) == NULL)))
			return false;
		text += n;
		len -= n;
	}
	return true;
}

/* However the stream is cut into pieces, the same comes out. */
static void
make_plain(const char *bytes, size_t len, size_t piece)
{
	struct str whole = {0}, parts = {0};
	struct plain p = {0}, q = {0};

	plain_add(&p, &whole, bytes, len);
	plain_end(&p, &whole);
	for (size_t at = 0; at < len; at += piece)
		plain_add(&q, &parts, bytes + at,
		    len - at < piece ? len - at : piece);
	plain_end(&q, &parts);
	REQUIRE(whole.len == parts.len);
	REQUIRE(strcmp(str_text(&whole), str_text(&parts)) == 0);
	REQUIRE(is_plain(str_text(&whole), whole.len, "\n\t"));
	str_done(&whole);
	str_done(&parts);
}

/* As a record has it, and as its reader reads it. */
static void
record(const char *bytes, size_t len)
{
	struct str line = {0}, dressed = {0}, back = {0};
	json_t *o;

	str_add(&line, "{\"t\":");
	str_add_json(&line, bytes, len);
	str_add_char(&line, '}');
	record_dress(&dressed, str_text(&line), line.len);
	o = json_loadb(str_text(&dressed), dressed.len, JSON_ALLOW_NUL, NULL);
	REQUIRE(o != NULL);
	if (memchr(bytes, '\0', len) == NULL) {
		record_bytes(&back, json_string_value(json_object_get(o, "t")));
		REQUIRE(back.len == len);
		REQUIRE(len == 0 || memcmp(str_text(&back), bytes, len) == 0);
	}
	json_decref(o);
	str_done(&line);
	str_done(&dressed);
	str_done(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = {bytes, len};
	size_t piece = 1 + input_byte(&in) % 7, text_len;
	char *text = input_rest(&in, &text_len);
	struct str shown = {0};

	str_add_shown(&shown, text, text_len);
	REQUIRE(is_plain(str_text(&shown), shown.len, ""));
	make_plain(text, text_len, piece);
	record(text, text_len);
	str_done(&shown);
	free(text);
	return 0;
}
