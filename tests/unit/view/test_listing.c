/* The names of a folder, and the positions behind them. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "view/listing.h"

static struct listings all;

static struct listing *
get(ino_t ino, const char *seen, bool *ret_stale)
{
	struct listing_key key = {.dev = 1, .ino = ino};

	return listings_get(&all, &key, seen, ret_stale);
}

/* Looks at names that are given in one string, each behind a space or, where it
 * is hidden, behind an exclamation mark. */
static void
look(struct listing *l, const char *names)
{
	char name[32];

	for (const char *s = names; *s != '\0';) {
		size_t n = strcspn(s + 1, " !");

		snprintf(name, sizeof(name), "%.*s", (int)n, s + 1);
		if (*s == '!')
			listing_hide(l, name);
		else
			listing_add(l, name, n, DT_REG);
		s += 1 + n;
	}
	cr_assert_eq(listing_end(l), 0);
}

/* The names behind a position, each with its cookie. */
static void
is(const struct listing *l, uint64_t position, const char *want)
{
	char got[256] = "";
	const struct listed *n;
	const char *name;

	for (size_t i = listing_behind(l, position);
	     (n = listing_at(l, i, &name)) != NULL; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), " %s=%d",
		    name, (int)n->cookie);
	cr_expect_str_eq(got, want);
}

Test(listing, names_stand_in_the_order_in_which_they_were_found)
{
	bool stale;
	struct listing *l = get(1, "/x", &stale);

	cr_assert(stale);
	look(l, " . .. b a c");
	is(l, 0, " .=1 ..=2 b=3 a=4 c=5");
	is(l, 3, " a=4 c=5");
	is(l, 5, "");
	is(l, UINT64_MAX, "");
	listings_done(&all);
}

Test(listing, what_is_said_first_of_a_name_holds)
{
	bool stale;
	struct listing *l = get(1, "/x", &stale);

	look(l, " a!b c b c!a d!e");
	is(l, 0, " a=1 c=2 d=3");
	listings_done(&all);
}

Test(listing, a_position_is_never_that_of_another_name)
{
	bool stale;
	struct listing *l = get(1, "/x", &stale);

	look(l, " a b c d");
	look(l, " d new b a");
	is(l, 0, " a=1 b=2 d=4 new=5");
	look(l, " c a!b");
	is(l, 0, " a=1 c=6");
	is(l, 2, " c=6");
	look(l, "");
	is(l, 0, "");
	look(l, " b");
	is(l, 0, " b=7");
	listings_done(&all);
}

Test(listing, a_folder_that_is_called_otherwise_is_looked_at_anew)
{
	bool stale;
	struct listing *l = get(1, "/x", &stale);

	look(l, " a");
	cr_expect_eq(get(1, "/x", &stale), l);
	cr_expect_not(stale);
	cr_expect_eq(get(1, "/y", &stale), l);
	cr_expect(stale);
	cr_expect_neq(get(2, "/x", &stale), l);
	cr_expect(stale);
	listings_done(&all);
}

Test(listing, what_was_not_used_for_longest_is_forgotten)
{
	bool stale;
	size_t count = 0;

	for (ino_t ino = 1; ino <= 1000; ino++) {
		look(get(ino, "/x", &stale), " a");
		get(1, "/x", &stale);
		cr_expect_not(stale);
	}
	for (const struct listing *l = all.first; l != NULL; l = l->next)
		count++;
	cr_expect_leq(count, 64);
	get(1000, "/x", &stale);
	cr_expect_not(stale);
	get(2, "/x", &stale);
	cr_expect(stale);
	listings_done(&all);
}

Test(listing, a_look_that_failed_leaves_nothing)
{
	bool stale;
	struct listing *l = get(1, "/x", &stale);

	look(l, " a");
	listing_add(l, "b", 1, DT_REG);
	listing_forget(&all, l);
	cr_expect_null(all.first);
	get(1, "/x", &stale);
	cr_expect(stale);
	listings_done(&all);
	listings_done(&all);
}
