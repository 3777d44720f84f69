/* What is remembered of the host's links while rules are read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"
#include "links.h"

/* The text of the link, or "none". */
static const char *
text_of(struct links *l, const char *name)
{
	static char text[PATH_MAX];
	char here[200], host[PATH_MAX];
	ssize_t n;

	cr_assert_not_null(getcwd(here, sizeof(here)));
	snprintf(host, sizeof(host), "%s/%s", here, name);
	n = links_text(l, host, text);
	cr_expect(n == -1 || n == (ssize_t)strlen(text));
	return n == -1 ? "none" : text;
}

Test(links, are_looked_at_once, IN_FOLDER)
{
	struct links *l = links_new();

	cr_assert_not_null(l);
	cr_assert_eq(symlink("one", "link"), 0);
	cr_assert_eq(mkdir("in", 0755), 0);
	cr_expect_str_eq(text_of(l, "link"), "one");
	cr_expect_str_eq(text_of(l, "in"), "none");
	cr_expect_str_eq(text_of(l, "gone"), "none");
	cr_assert_eq(unlink("link"), 0);
	cr_assert_eq(symlink("two", "link"), 0);
	cr_assert_eq(mkdir("gone", 0755), 0);
	cr_assert_eq(symlink("three", "gone/link"), 0);
	cr_assert_eq(symlink("four", "in/link"), 0);
	cr_expect_str_eq(text_of(l, "link"), "one");
	/* Nothing is in what was not there. */
	cr_expect_str_eq(text_of(l, "gone/link"), "none");
	cr_expect_str_eq(text_of(l, "in/link"), "four");
	links_free(l);
}

Test(links, are_looked_at_anew_without_a_memory, IN_FOLDER)
{
	cr_assert_eq(symlink("one", "link"), 0);
	cr_expect_str_eq(text_of(NULL, "link"), "one");
	cr_expect_str_eq(text_of(NULL, "gone/link"), "none");
	cr_assert_eq(unlink("link"), 0);
	cr_assert_eq(symlink("two", "link"), 0);
	cr_expect_str_eq(text_of(NULL, "link"), "two");
}
