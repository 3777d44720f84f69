/* Which parts of the second wall stand, by the rules and by the kernel. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/wall/tree.h"

static struct wall
wall_of(const char *text, bool grows)
{
	struct rules *r = read_rules(text);
	struct wall_for f = {.rules = r, .start = "/", .grows = grows};
	struct wall w = {.ruleset = -1};

	cr_assert_eq(wall_open(&w, &f), 0);
	if (w.abi == 0)
		cr_skip_test("no Landlock");
	rules_free(r);
	return w;
}

static bool
has(const struct wall *w, const char *word)
{
	for (size_t n = 0; wall_word(w, n) != NULL; n++)
		if (strcmp(wall_word(w, n), word) == 0)
			return true;
	return false;
}

Test(wall_words, says_what_stands_of_it)
{
	struct wall w = wall_of("version: 1\nfiles:\n"
				"  - {allow: read, path: /}\n"
				"network:\n"
				"  - {allow: connect, to: \"tcp:*:*\"}\n"
				"  - {allow: bind, to: \"tcp:*:80\"}\n",
	    false);

	cr_assert(!has(&w, "read"));
	cr_assert(has(&w, "write"));
	cr_assert(has(&w, "exec"));
	cr_assert(!has(&w, "connect"));
	cr_assert_eq(has(&w, "bind"), w.abi >= 4);
	cr_assert_eq(has(&w, "abstract"), w.abi >= 6);
	cr_assert_eq(has(&w, "signal"), w.abi >= 6);
	wall_done(&w);
}

Test(wall_words, leaves_to_the_mediator_what_may_grow)
{
	static const char *const texts[] = {"version: 1\ndefault: allow\n",
	    "version: 1\ndefault: ask\n", "version: 1\n",
	    "version: 1\nprofiles: {p: {default: allow}}\n"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct wall w = wall_of(texts[i], i == 2);

		cr_assert(!has(&w, "read") && !has(&w, "connect") &&
			!has(&w, "abstract"),
		    "%s", texts[i]);
		cr_assert_eq(has(&w, "signal"), w.abi >= 6);
		wall_done(&w);
	}
}

Test(wall_words, lets_abstract_sockets_be_where_a_rule_names_one)
{
	struct wall w = wall_of("version: 1\nnetwork:\n"
				"  - {allow: connect, to: \"unix:@x\"}\n",
	    false);

	cr_assert(!has(&w, "abstract"));
	wall_done(&w);
}

Test(wall_words, takes_no_more_from_an_older_kernel_than_it_has)
{
	static const struct landlock_handled all = {~0ull, ~0ull, ~0ull};
	struct landlock_handled h = all;

	landlock_fit(&h, 5);
	cr_assert(h.scopes == 0 && h.tcp != 0 && (h.files & LL_IOCTL_DEV) != 0);
	landlock_fit(&h, 3);
	cr_assert(h.tcp == 0 && (h.files & LL_IOCTL_DEV) == 0);
	cr_assert((h.files & LL_TRUNCATE) != 0);
	landlock_fit(&h, 1);
	cr_assert((h.files & (LL_TRUNCATE | LL_REFER)) == 0);
	cr_assert((h.files & LL_READ_FILE) != 0);
	landlock_fit(&h, 0);
	cr_assert_eq(h.files, 0);
}
