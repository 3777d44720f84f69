/* Streams that are made fit for a terminal: the same whatever their pieces. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/plain.h"

/* The whole in pieces of `step` bytes. */
static void
in_pieces(const char *bytes, size_t len, size_t step, struct str *out)
{
	struct plain p = {0};

	for (size_t i = 0; i < len; i += step)
		plain_add(&p, out, bytes + i, step < len - i ? step : len - i);
	plain_end(&p, out);
}

static void
becomes(const char *bytes, const char *want)
{
	for (size_t step = 1; step <= 9; step++) {
		cleanup_str struct str out = {0};

		in_pieces(bytes, strlen(bytes), step, &out);
		cr_expect_str_eq(str_text(&out), want,
		    "in pieces of %zu: \"%s\", not \"%s\"", step,
		    str_text(&out), want);
	}
}

Test(plain, text_passes)
{
	becomes("two\nlines\tand a \\", "two\nlines\tand a \\");
	becomes("h\u00e9 \u20ac \U0001f600.", "h\u00e9 \u20ac \U0001f600.");
	becomes("", "");
}

Test(plain, controls_are_shown)
{
	becomes("\x1b[31m\r\x07\x7f\b", "\\x1b[31m\\r\\x07\\x7f\\x08");
	/* C1, a right-to-left override, a line separator. */
	becomes("\xc2\x9b|\u202e|\u2028|",
	    "\\xc2\\x9b|\\xe2\\x80\\xae|\\xe2\\x80\\xa8|");
}

Test(plain, what_is_no_utf8_is_shown)
{
	becomes("\xff\x80|\xc0\x80|\xed\xa0\x80|\xf5",
	    "\\xff\\x80|\\xc0\\x80|\\xed\\xa0\\x80|\\xf5");
	/* Characters that another, or the end, cuts off. */
	becomes("\xe2\x82\x1b|\xf0\x9f\xe2\x82\xac|\xe2\xe2\x82\xac",
	    "\\xe2\\x82\\x1b|\\xf0\\x9f\u20ac|\\xe2\u20ac");
	becomes("x\xf0\x9f\x98", "x\\xf0\\x9f\\x98");
}

Test(plain, zeros_are_shown)
{
	cleanup_str struct str out = {0};

	in_pieces("a\0b", 3, 2, &out);
	cr_expect_str_eq(str_text(&out), "a\\x00b");
}

Test(plain, only_the_beginning_of_a_character_is_held_back)
{
	struct plain p = {0};
	cleanup_str struct str out = {0};

	plain_add(&p, &out, "prompt: \xe2\x82", 10);
	cr_expect_str_eq(str_text(&out), "prompt: ");
	plain_add(&p, &out, "\xac", 1);
	cr_expect_str_eq(str_text(&out), "prompt: \u20ac");
}
