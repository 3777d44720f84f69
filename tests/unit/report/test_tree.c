/* Lists of names as trees: crowded folders are folded, odd names do no harm. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "report/tree.h"

#define MOST 512

/* The tree of these names, which are sorted. */
static void
tree_of(struct str *to, const char *const *names, size_t n)
{
	static struct thing things[MOST];
	const struct thing *list[MOST];
	struct names known = {0};

	cr_assert_leq(n, MOST);
	for (size_t i = 0; i < n; i++) {
		things[i] = (struct thing){0};
		things[i].key.path = names_number(&known, names[i]);
		list[i] = &things[i];
	}
	tree_add(to, &known, list, n, NULL);
	names_done(&known);
}

static void
tree_is(const char *const *names, size_t n, const char *want)
{
	struct str s = {0};

	tree_of(&s, names, n);
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
}

Test(tree, one_way_is_one_line)
{
	static const char *const names[] = {"/home/ann/job/a",
	    "/home/ann/job/b/c", "/home/ann/job/b/d", "/z"};

	tree_is(names, 4,
	    "  /home/ann/job/\n    a\n    b/\n      c\n      d\n  /z\n");
}

Test(tree, a_folder_and_what_is_in_it_are_told_once)
{
	static const char *const names[] = {"/a", "/a/b", "/a/c"};

	tree_is(names, 3, "  /a/\n    b\n    c\n");
}

Test(tree, names_that_are_no_paths)
{
	static const char *const names[] = {"/", "//", "/a//", "/a//b", "a/b",
	    "pipe:[1]"};

	tree_is(names, 6,
	    "  /\n  //\n  /a//\n    \n    b\n  a/b\n  pipe:[1]\n");
}

Test(tree, hostile_bytes_are_shown_escaped)
{
	static const char *const names[] = {"/a\x1b[2J\n\xff"};

	tree_is(names, 1, "  /a\\x1b[2J\\n\\xff\n");
}

Test(tree, crowded_folders_are_counts)
{
	static char text[MOST][32];
	const char *names[MOST];
	struct str s = {0};

	for (int i = 0; i < 400; i++) {
		snprintf(text[i], sizeof(text[i]), "/top/%c/f%03d",
		    'a' + i / 100, i);
		names[i] = text[i];
	}
	tree_of(&s, names, 400);
	cr_expect_str_eq(str_text(&s),
	    "  /top/\n    a/ (100)\n    b/ (100)\n    c/ (100)\n"
	    "    d/ (100)\n");
	str_done(&s);
}

Test(tree, long_lists_end_in_a_count)
{
	static char text[MOST][32];
	const char *names[MOST];
	struct str s = {0};

	for (int i = 0; i < 100; i++) {
		snprintf(text[i], sizeof(text[i]), "/f%03d", i);
		names[i] = text[i];
	}
	tree_of(&s, names, 100);
	cr_expect_not_null(strstr(str_text(&s), "and 80 more\n"));
	str_done(&s);
}
