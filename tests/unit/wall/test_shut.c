/* Is it a wall?  What usual rules do not come near stays out of reach. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/wall/tree.h"

static const char *shut[8];

static bool
all_shut(const struct rules *r)
{
	char name[PATH_MAX];

	(void)r;
	for (size_t i = 0; shut[i] != NULL; i++) {
		if (shut[i][0] == '/')
			strcpy(name, shut[i]);
		else
			name_of(shut[i], name);
		if (try_open(name, O_RDONLY) == EACCES)
			continue;
		fprintf(stderr, "open: %s\n", name);
		return false;
	}
	return true;
}

static void
expect_shut(const char *text, const char *start)
{
	struct rules *r = read_rules(text);
	struct wall w;

	open_wall(&w, r, start);
	cr_assert(behind(&w, all_shut, r), "%s", text);
	cr_assert(behind(&w, all_open, r), "%s", text);
	wall_done(&w);
	rules_free(r);
	fell();
}

Test(wall_shut, keeps_the_home_around_the_folder_that_the_job_starts_in_shut)
{
	plant();
	shut[0] = "home/u/.ssh/key";
	shut[1] = "home/u/notes";
	shut[2] = "etc/secret";
	expect_shut("version: 1\nfiles:\n"
		    "  - {allow: [read, write, exec], path: ^/home/u/job}\n"
		    "  - {allow: read, path: [^/home/u/.none/x, /usr]}\n",
	    "home/u/job/");
}

Test(wall_shut, holds_a_file_of_a_home_by_itself)
{
	plant();
	shut[0] = "home/u/.ssh/key";
	shut[1] = "home/u/notes";
	expect_shut("version: 1\nfiles:\n"
		    "  - {allow: read, path: ^/home/u/.conf}\n",
	    "data/");
}

Test(wall_shut, holds_folders_by_themselves_where_the_job_cannot_replace_them)
{
	plant();
	shut[0] = "data/one/x";
	shut[1] = "home/u/.ssh/key";
	expect_shut("version: 1\nfiles:\n"
		    "  - {allow: read, path: ^/data/two}\n",
	    "data/two/");
}
