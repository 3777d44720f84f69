/* Quoting: nothing that a job names a file reaches a terminal as a command, and
 * the bytes can be had back from the record. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/str.h"

static void
shown_is(const char *bytes, size_t len, const char *want)
{
	struct str s = {0};

	str_add_shown(&s, bytes, len);
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
}

static void
json_is(const char *bytes, size_t len, const char *want)
{
	struct str s = {0};

	str_add_json(&s, bytes, len);
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
}

#define SHOWN(bytes, want) shown_is(bytes, sizeof(bytes) - 1, want)
#define JSON(bytes, want)  json_is(bytes, sizeof(bytes) - 1, want)

Test(str, ordinary_names_are_shown_as_they_are)
{
	SHOWN("", "");
	SHOWN("/home/ann/a b.txt", "/home/ann/a b.txt");
	SHOWN("\xc3\xa9t\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x8d",
	    "\xc3\xa9t\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x8d");
}

Test(str, escape_sequences_do_not_reach_the_terminal)
{
	SHOWN("a\x1b[31mb", "a\\x1b[31mb");
	SHOWN("a\nb\tc\rd\\e\x7f", "a\\nb\\tc\\rd\\\\e\\x7f");
	SHOWN("a\0b", "a\\x00b");
}

Test(str, c1_controls_and_direction_overrides_are_escaped)
{
	SHOWN("\xc2\x9b", "\\xc2\\x9b");
	SHOWN("x\xe2\x80\xae\x79", "x\\xe2\\x80\\xaey");
	SHOWN("\xe2\x81\xa6\xef\xbb\xbf", "\\xe2\\x81\\xa6\\xef\\xbb\\xbf");
	SHOWN("\xe2\x80\xa8", "\\xe2\\x80\\xa8");
}

Test(str, what_is_not_utf8_is_shown_in_hex)
{
	SHOWN("a\xff", "a\\xff");
	SHOWN("\xc3", "\\xc3");          /* cut short */
	SHOWN("\xc0\xaf", "\\xc0\\xaf"); /* overlong */
	SHOWN("\xe0\x80\xaf", "\\xe0\\x80\\xaf");
	SHOWN("\xed\xa0\x80", "\\xed\\xa0\\x80"); /* a surrogate */
	SHOWN("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
}

Test(str, json_strings_are_quoted)
{
	JSON("", "\"\"");
	JSON("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
	JSON("\x01\n\x7f\x1b", "\"\\u0001\\n\\u007f\\u001b\"");
	JSON("\xc3\xa9", "\"\xc3\xa9\"");
	JSON("\xc2\x9b", "\"\\u009b\"");
}

Test(str, json_keeps_bytes_that_are_not_utf8)
{
	JSON("a\xff\xfez", "\"a\\udcff\\udcfez\"");
	JSON("\xed\xb3\xbf", "\"\\udced\\udcb3\\udcbf\"");
}

Test(str, every_byte_pair_makes_text_that_is_valid_utf8_and_plain)
{
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++) {
			char in[2] = {(char)a, (char)b};
			struct str s = {0};

			str_add_shown(&s, in, 2);
			for (size_t i = 0; i < s.len;) {
				uint32_t point;
				size_t n =
				    str_utf8(s.buf + i, s.len - i, &point);

				cr_assert(n > 0 && str_is_plain(point));
				i += n;
			}
			str_done(&s);
		}
	}
}

Test(str, grows_past_every_size)
{
	struct str s = {0};

	for (int i = 0; i < 10000; i++)
		str_addf(&s, "%d,", i);
	cr_assert_eq(s.len, 48890);
	cr_assert_eq(strlen(s.buf), s.len);
	cr_assert(!s.failed);
	str_done(&s);
	str_done(&s);
	cr_assert_str_eq(str_text(&s), "");
}

Test(str, one_long_formatted_piece_fits)
{
	struct str s = {0};
	char big[5000];

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	str_add(&s, "a");
	str_addf(&s, "%s!", big);
	cr_assert_eq(s.len, sizeof(big) + 1);
	cr_assert_eq(s.buf[s.len - 1], '!');
	str_done(&s);
}

Test(str, cleared_keeps_its_memory)
{
	struct str s = {0};
	char *before;

	str_add(&s, "abc");
	before = s.buf;
	str_clear(&s);
	cr_assert_str_eq(str_text(&s), "");
	str_add(&s, "d");
	cr_assert_eq(s.buf, before);
	str_done(&s);
}
