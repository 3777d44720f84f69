/* Patterns as functions of text. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "pattern.h"

TestSuite(pattern, .timeout = 20);

/* 1 or 0: matches or not; -1: refused. */
static int
matches(const char *pattern, const char *text, enum pattern_kind kind,
    enum pattern_reach reach)
{
	struct arena a = {0};
	struct pattern p;
	const char *why = NULL;
	int got = -1;

	if (pattern_compile(&a, pattern, kind, &p, &why) == 0)
		got = pattern_match(&p, text, strlen(text), reach);
	else
		cr_assert_not_null(why);
	arena_done(&a);
	return got;
}

static int
path(const char *pattern, const char *text)
{
	return matches(pattern, text, PATTERN_PATH, REACH_BELOW);
}

Test(pattern, plain_path_covers_itself_and_below)
{
	cr_expect_eq(path("/a/b", "/a/b"), 1);
	cr_expect_eq(path("/a/b", "/a/b/c"), 1);
	cr_expect_eq(path("/a/b", "/a/bc"), 0);
	cr_expect_eq(path("/a/b", "/a"), 0);
	cr_expect_eq(path("/", "/a"), 1);
	cr_expect_eq(path("/", "/"), 1);
	cr_expect_eq(path("a", "a"), 1);
	cr_expect_eq(path("a", "ab"), 0);
	cr_expect_eq(matches("/", "/a", PATTERN_PATH, REACH_ALL), 0);
}

Test(pattern, star_stays_in_one_name)
{
	cr_expect_eq(path("/a/*", "/a/x"), 1);
	cr_expect_eq(path("/a/*", "/a/.x"), 1);
	cr_expect_eq(path("/a/*", "/a/x/y"), 1, "below what it matches");
	cr_expect_eq(path("/a/*", "/a"), 0);
	cr_expect_eq(path("/a/*.c", "/a/x/y.c"), 0);
	cr_expect_eq(path("/a/*x*y", "/a/1x2y"), 1);
	cr_expect_eq(path("/a/*x*y", "/a/1y2x"), 0);
	cr_expect_eq(path("/a/b*", "/a/b"), 1);
	cr_expect_eq(path("/*", "/"), 0);
	cr_expect_eq(path("/*", "/a/b"), 1);
}

Test(pattern, two_stars_cross_names)
{
	cr_expect_eq(path("/a/**/z", "/a/z"), 1);
	cr_expect_eq(path("/a/**/z", "/a/b/c/z"), 1);
	cr_expect_eq(path("/a/**/z", "/a/bz"), 0);
	cr_expect_eq(path("/a/**/z", "/a/b/cz"), 0);
	cr_expect_eq(path("/a/**", "/a/b/c"), 1);
	cr_expect_eq(path("/a/**", "/a"), 0);
	cr_expect_eq(path("/a/**/**/z", "/a/z"), 1);
	cr_expect_eq(path("/a/**/***/z", "/a/z"), 1);
	cr_expect_eq(path("/a/**/*.py", "/a/x.py"), 1);
	cr_expect_eq(path("/a/**/*.py", "/a/b/x.py"), 1);
	cr_expect_eq(path("/a**z", "/ab/c/z"), 1);
	cr_expect_eq(path("/**/k", "/k"), 1);
	cr_expect_eq(path("/a/**/b/**/c", "/a/x/b/y/c"), 1);
	cr_expect_eq(path("/a/**/b/**/c", "/a/b/c"), 1);
	cr_expect_eq(path("/a/**/b/**/c", "/a/x/y/c"), 0);
}

Test(pattern, sets_and_question_marks)
{
	cr_expect_eq(path("/a/[a-c]?", "/a/bz"), 1);
	cr_expect_eq(path("/a/[a-c]?", "/a/dz"), 0);
	cr_expect_eq(path("/a/[!a-c]", "/a/d"), 1);
	cr_expect_eq(path("/a/[!a-c]", "/a/a"), 0);
	cr_expect_eq(path("/a/[^x]b", "/a//b"), 0, "no set holds a slash");
	cr_expect_eq(path("/a?b", "/a/b"), 0);
	cr_expect_eq(path("/a/[]", "/a/x"), -1);
	cr_expect_eq(path("/a/[a", "/a/x"), -1);
	cr_expect_eq(path("/a/[z-a]", "/a/x"), -1);
	cr_expect_eq(path("/a/[a/b]", "/a/x"), -1);
	cr_expect_eq(path("/a/[\\]x]", "/a/]"), 1);
	cr_expect_eq(path("/a/[a-]", "/a/-"), 1);
	cr_expect_eq(path("/a/[a-\\", "/a/-"), -1);
}

Test(pattern, backslash_takes_the_letter)
{
	cr_expect_eq(path("/a/\\*", "/a/*"), 1);
	cr_expect_eq(path("/a/\\*", "/a/x"), 0);
	cr_expect_eq(path("/a/*\\*", "/a/x*"), 1);
	cr_expect_eq(path("/a/\\", "/a/x"), -1);
	cr_expect_eq(path("/a/*\\", "/a/x"), -1);
}

Test(pattern, text_patterns_cross_slashes_and_match_whole)
{
	cr_expect_eq(matches("https://*", "https://a/b", PATTERN_TEXT,
			 REACH_ALL),
	    1);
	cr_expect_eq(matches("a", "a/b", PATTERN_TEXT, REACH_ALL), 0);
	cr_expect_eq(matches("/*/**/z", "/a/z", PATTERN_TEXT, REACH_ALL), 0,
	    "each slash counts");
	cr_expect_eq(matches("/*/**/z", "/a/b/z", PATTERN_TEXT, REACH_ALL), 1);
	cr_expect_eq(matches("*", "", PATTERN_TEXT, REACH_ALL), 1);
	cr_expect_eq(matches("", "", PATTERN_TEXT, REACH_ALL), 1);
	cr_expect_eq(matches("", "x", PATTERN_TEXT, REACH_ALL), 0);
	cr_expect_eq(matches("a?c", "a/c", PATTERN_TEXT, REACH_ALL), 1);
}

Test(pattern, states_cross_words)
{
	char pattern[600], text[600];

	for (size_t n = 55; n < 140; n++) {
		snprintf(pattern, sizeof(pattern), "/*%0*d/**/z*y", (int)n, 7);
		snprintf(text, sizeof(text), "/q%0*d/z1y", (int)n, 7);
		cr_expect_eq(path(pattern, text), 1, "%zu", n);
		snprintf(text, sizeof(text), "/q%0*d/b/c/zy", (int)n, 7);
		cr_expect_eq(path(pattern, text), 1, "%zu", n);
		snprintf(text, sizeof(text), "/q%0*d/b/czy", (int)n, 7);
		cr_expect_eq(path(pattern, text), 0, "%zu", n);
	}
}

Test(pattern, too_long_is_refused)
{
	char text[1200] = "/*";

	memset(text + 2, 'a', 600);
	cr_expect_eq(path(text, "/x"), -1);
}

Test(pattern, hostile_names_cost_no_more_than_their_length)
{
	static char name[200000];
	clock_t start = clock();

	memset(name, 'a', sizeof(name) - 1);
	name[0] = '/';
	for (int i = 0; i < 20; i++)
		cr_assert_eq(path("/**a**a**a**a**a**a*a*a*a*a*a*a*a*a*b",
				 name),
		    0);
	cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 10);
}
