/* Instruction -> line, in the tables of every version, and in broken ones. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>

#include "stack/line.h"

#define LINE(kind, first, at, ...)                                             \
	line_find(kind, (const unsigned char[]){__VA_ARGS__},                  \
	    sizeof((const unsigned char[]){__VA_ARGS__}), first, at)

Test(line, lnotab_of_3_9)
{
	/* 6 bytes of line 10, 50 of line 12, then line 11. */
	cr_expect_eq(LINE(LINES_LNOTAB, 10, 0, 6, 2, 50, 255), 10);
	cr_expect_eq(LINE(LINES_LNOTAB, 10, 5, 6, 2, 50, 255), 10);
	cr_expect_eq(LINE(LINES_LNOTAB, 10, 6, 6, 2, 50, 255), 12);
	cr_expect_eq(LINE(LINES_LNOTAB, 10, 55, 6, 2, 50, 255), 12);
	cr_expect_eq(LINE(LINES_LNOTAB, 10, 56, 6, 2, 50, 255), 11);
	/* A step of more than a byte takes several entries. */
	cr_expect_eq(LINE(LINES_LNOTAB, 1, 300, 255, 0, 45, 127, 0, 73), 201);
	cr_expect_eq(LINE(LINES_LNOTAB, 7, 4, 0, 0), 7);
}

Test(line, ranges_of_3_10)
{
	cr_expect_eq(LINE(LINES_RANGES, 10, 0, 4, 1, 6, 128, 8, 3), 11);
	cr_expect_eq(LINE(LINES_RANGES, 10, 4, 4, 1, 6, 128, 8, 3), 0,
	    "no line");
	cr_expect_eq(LINE(LINES_RANGES, 10, 10, 4, 1, 6, 128, 8, 3), 14);
	cr_expect_eq(LINE(LINES_RANGES, 10, 18, 4, 1, 6, 128, 8, 3), 0,
	    "behind the end");
}

Test(line, locations_of_3_11)
{
	/* Short form: one unit, same line; one line further: two units, two
	 * lines further: one unit; without columns: signed 6-bit pieces. */
	const unsigned char t[] = {128 | 0, 0, 128 | 11 << 3 | 1, 0, 0,
	    128 | 12 << 3, 0, 0, 128 | 13 << 3, 64 | 8, 2, 128 | 15 << 3,
	    128 | 14 << 3, 3, 0, 0, 0};
	const int want[] = {5, 6, 6, 8, 76, 0, 75, 0};

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		cr_expect_eq(line_find(LINES_LOCATIONS, t, sizeof(t), 5,
				 2 * (long)i),
		    want[i], "unit %zu: %d", i,
		    line_find(LINES_LOCATIONS, t, sizeof(t), 5, 2 * (long)i));
}

Test(line, broken_tables_give_no_line)
{
	unsigned char t[64];

	for (int kind = LINES_LNOTAB; kind <= LINES_LOCATIONS; kind++) {
		cr_expect_eq(line_find((enum line_table)kind, t, 0, 0, 4), 0);
		cr_expect_eq(line_find((enum line_table)kind, t, 0, 5, -1), 0);
		cr_expect_eq(line_find((enum line_table)kind, t, 0, 5,
				 LONG_MIN),
		    0);
	}
	srand(1);
	for (int n = 0; n < 20000; n++) {
		size_t len = (size_t)rand() % (sizeof(t) + 1);
		int first = n % 3 == 0 ? INT_MAX : n % 3 == 1 ? INT_MIN : n;

		for (size_t i = 0; i < len; i++)
			t[i] = (unsigned char)rand();
		for (int kind = LINES_LNOTAB; kind <= LINES_LOCATIONS; kind++)
			cr_assert_geq(line_find((enum line_table)kind, t, len,
					  first, rand() % 1000),
			    0);
	}
}
