/* What /proc/PID/maps says, and what names a job can put there. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stack/effort.h"
#include "stack/maps.h"

static struct maps maps;

static bool
parse(const char *text)
{
	static char copy[65536];

	snprintf(copy, sizeof(copy), "%s", text);
	return maps_parse(&maps, copy, strlen(copy));
}

Test(maps, code_of_files_alone)
{
	cr_assert(parse(
	    "55d4e0000000-55d4e0001000 r--p 00000000 fe:00 12   /usr/bin/a\n"
	    "55d4e0001000-55d4e0002000 r-xp 00001000 fe:00 12   /usr/bin/a\n"
	    "7f0000000000-7f0000001000 r-xp 00000000 00:00 0 \n"
	    "7f0000001000-7f0000003000 r-xs 00002000 00:1f 18446744073709551615 "
	    "  /a b (deleted)\n"
	    "7ffc00000000-7ffc00001000 r-xp 00000000 00:00 0    [vdso]\n"));
	cr_assert_eq(maps.count, 2);
	cr_expect_eq(maps.at[0].low, 0x55d4e0001000);
	cr_expect_eq(maps.at[0].high, 0x55d4e0002000);
	cr_expect_eq(maps.at[0].offset, 0x1000);
	cr_expect_eq(maps.at[0].ino, 12);
	cr_expect_str_eq(maps.at[0].path, "/usr/bin/a");
	cr_expect_eq(maps.at[1].ino, UINT64_MAX);
	cr_expect_str_eq(maps.at[1].path, "/a b (deleted)");
}

Test(maps, lines_that_are_none)
{
	cr_assert(parse("\n-\n1-\n1-2\n1-2 r-x\n2-1 r-xp 0 0:0 1 /x\n"
			"1-2 r-xp 0 0 1 /x\n1-2 r-xp\n"
			"99999999999999999999-2 r-xp 0 0:0 1 /x\n"
			"1-2 r-xp 0 0:0 1 /cut off"));
	cr_expect_eq(maps.count, 0);
}

Test(maps, more_than_are_kept)
{
	static char text[65536];
	size_t len = 0;

	for (unsigned i = 0; i <= MAPS_MAX; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "%x-%x r-xp 0 0:0 1 /x\n", i, i + 1);
	cr_expect_not(maps_parse(&maps, text, len));
	cr_expect_leq(maps.count, MAPS_MAX);
}

Test(maps, our_own)
{
	struct effort e;
	bool found = false;

	effort_start(&e, getpid(), EFFORT_FIND);
	cr_assert_null(maps_read(&maps, &e));
	for (size_t i = 0; i < maps.count; i++) {
		uint64_t here = (uint64_t)(uintptr_t)parse;

		found =
		    found || (maps.at[i].low <= here && here < maps.at[i].high);
	}
	cr_expect(found);
	maps_done(&maps);
	maps_done(&maps);
	effort_start(&e, 0x3fffffff, EFFORT_FIND);
	cr_expect_not_null(maps_read(&maps, &e));
	cr_expect_eq(maps.count, 0);
}
