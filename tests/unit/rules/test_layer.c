/* Layers in a namespace: which name lies in one, and what has no name. */
#include <criterion/criterion.h>
#include <limits.h>
#include <string.h>

#include "space.h"

static struct space_layer layer = {.dir = "/home/l", .from = "/home/low"};
static struct space_place data = {.at = "/data",
    .at_len = 5,
    .from = "/home/low",
    .from_len = 9,
    .layer = &layer};
static struct space_place in = {.at = "/data/in",
    .at_len = 8,
    .from = "/srv",
    .from_len = 4};
static struct space s = {.area = "/run/area", .area_len = 9, .layers = &layer};

static void
start(void)
{
	space_add(&s, &data);
	space_add(&s, &in);
}

TestSuite(space_layer, .init = start);

Test(space_layer, which_names_lie_in_it)
{
	const char *rest;

	cr_expect_eq(space_layer(&s, "/data", &rest), &layer);
	cr_expect_str_eq(rest, "");
	cr_expect_eq(space_layer(&s, "/data/a/b", &rest), &layer);
	cr_expect_str_eq(rest, "/a/b");
	cr_expect_null(space_layer(&s, "/data/in/a", &rest));
	cr_expect_null(space_layer(&s, "/database", &rest));
	cr_expect_null(space_layer(&s, "/home/low", &rest));
}

Test(space_layer, both_folders_have_one_name)
{
	char seen[PATH_MAX];

	cr_expect(space_seen(&s, "/home/low/a", seen));
	cr_expect_str_eq(seen, "/data/a");
	cr_expect(space_seen(&s, "/home/l/tree/a", seen));
	cr_expect_str_eq(seen, "/data/a");
	cr_expect(space_seen(&s, "/home/l/tree", seen));
	cr_expect_str_eq(seen, "/data");
	/* Another place stands in front of it. */
	cr_expect(!space_seen(&s, "/home/l/tree/in/a", seen));
}

Test(space_layer, its_own_folder_has_none)
{
	static const char *const names[] = {"/home/l", "/home/l/gone/a",
	    "/home/l/base", "/home/l/trees"};
	char host[PATH_MAX], seen[PATH_MAX];
	struct space_way way;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		cr_expect(!space_seen(&s, names[i], seen), "%s", seen);
		cr_expect(space_host(&s, names[i], host, &way));
		cr_expect(strncmp(host, "/run/area/", 10) == 0, "%s", host);
	}
	cr_expect(space_host(&s, "/home/l/tree/a", host, &way));
	cr_expect(strncmp(host, "/run/area/", 10) == 0, "%s", host);
	cr_expect(space_host(&s, "/home/lx", host, &way));
	cr_expect_str_eq(host, "/home/lx");
}
