/* Is the second wall never narrower than the rules?  Random rules over a small
 * tree; whatever they allow is then opened behind the wall, before and after a
 * job has replaced all that they let it replace. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "tests/unit/wall/tree.h"

#define ROUNDS 150

static const char *const accesses[] = {"read", "write", "modify", "create",
    "delete", "exec", "stat", "read, write", "read, exec", "any"};
#define ACCESSES (sizeof(accesses) / sizeof(accesses[0]))

static unsigned seed;

static unsigned
pick(unsigned below)
{
	seed = seed * 1103515245u + 12345u;
	return seed / 65536u % below;
}

static struct rules *
random_rules(void)
{
	cleanup_str struct str text = {0};
	unsigned rules = 1 + pick(6);

	str_add(&text, "version: 1\nfiles:\n");
	for (unsigned i = 0; i < rules; i++) {
		unsigned n = pick(NODES + OTHERS);
		char name[PATH_MAX];

		if (n < NODES)
			name_of(tree[n], name);
		else
			snprintf(name, sizeof(name), "%s/%s", root,
			    others[n - NODES]);
		str_addf(&text, "  - {%s: [%s], path: \"%s\"}\n",
		    pick(4) == 0 ? "deny" : "allow", accesses[pick(ACCESSES)],
		    name);
	}
	return read_rules(str_text(&text));
}

static bool
is_fixed(const struct wall *w, const char *name)
{
	for (size_t i = 0; i < w->fixed_count; i++)
		if (strcmp(w->fixed[i], name) == 0)
			return true;
	return false;
}

/* Nobody but the job changes anything: removes what it may remove with all that
 * is below, and makes it anew. */
static const struct rules *asked;
static const struct wall *built;

static int
take_away(const char *name, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	if (allows(asked, ACC_DELETE, name) && !is_fixed(built, name))
		(void)remove(name);
	return 0;
}

static void
replace(const struct rules *r, const struct wall *w)
{
	char name[PATH_MAX];
	struct stat st;

	asked = r;
	built = w;
	nftw(root, take_away, 16, FTW_DEPTH | FTW_PHYS);
	for (size_t i = 0; i < NODES; i++) {
		const char *node = tree[i];

		/* Where a link stood, there may be a folder now. */
		if (strchr(node, '>') != NULL)
			node = "data/link/";
		name_of(node, name);
		if (lstat(name, &st) != 0 && allows(r, ACC_CREATE, name)) {
			char folder[PATH_MAX];

			strcpy(folder, name);
			*strrchr(folder, '/') = '\0';
			if (access(folder, W_OK) == 0)
				make_node(node);
		}
	}
	snprintf(name, sizeof(name), "%s/data/link/x", root);
	if (lstat(name, &st) != 0 && allows(r, ACC_CREATE, name))
		(void)close(open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0755));
}

static bool
once(unsigned round)
{
	struct rules *r;
	struct wall w;
	bool good;

	seed = round;
	plant();
	r = random_rules();
	open_wall(&w, r, pick(2) == 0 ? "home/u/job/" : "data/");
	good = behind(&w, all_open, r);
	if (good) {
		replace(r, &w);
		good = behind(&w, all_open, r);
	}
	wall_done(&w);
	rules_free(r);
	fell();
	return good;
}

Test(wall, what_rules_allow_is_open_also_when_the_job_replaced_it)
{
	for (unsigned round = 0; round < ROUNDS; round++)
		cr_assert(once(round), "round %u", round);
}

/* Such a rule is answered with yes for whom it holds. */
Test(wall, is_wide_enough_for_what_a_rule_asks_only_of_some)
{
	struct rules *r;
	struct wall w;
	char name[PATH_MAX];

	plant();
	r = read_rules(
	    "version: 1\nfiles:\n"
	    "  - {ask: delete, path: ^/data/two, when: {python: m}}\n"
	    "  - {allow: read, path: ^/data/two}\n");
	open_wall(&w, r, "data/one/");
	name_of("data/two/y", name);
	cr_assert_eq(remove(name), 0);
	name_of("data/two/z/", name);
	cr_assert_eq(remove(name), 0);
	name_of("data/two/", name);
	cr_assert_eq(remove(name), 0);
	make_node("data/two/");
	make_node("data/two/y");
	cr_assert(behind(&w, all_open, r));
	wall_done(&w);
	rules_free(r);
	fell();
}

/* Puts another folder in the place of one. */
static void
put_another(const char *node)
{
	char name[PATH_MAX], old[PATH_MAX];

	name_of(node, name);
	cr_assert_lt(snprintf(old, sizeof(old), "%s-old", name), PATH_MAX);
	cr_assert_eq(rename(name, old), 0);
	make_node(node);
}

/* A folder that is held lets through all that is below, whoever replaces it. */
Test(wall, holds_no_name_in_a_folder_that_lets_as_much_through)
{
	struct rules *r;
	struct wall w;
	const char *name;

	plant();
	r = read_rules("version: 1\nfiles:\n"
		       "  - {allow: [read, exec], path: ^/data}\n"
		       "  - {allow: read, path: ^/data/two}\n"
		       "  - {allow: modify, path: ^/data/one}\n");
	open_wall(&w, r, "home/u/job/");
	put_another("data/two/");
	cr_assert_null(wall_replaced(&w));
	cr_assert(behind(&w, all_open, r));
	put_another("data/one/");
	name = wall_replaced(&w);
	cr_assert_not_null(name);
	cr_assert(strstr(name, "data/one") != NULL, "%s", name);
	wall_done(&w);
	rules_free(r);
	fell();
}
