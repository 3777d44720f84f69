/* Places in a namespace: which object a name comes to, and by which name it is
 * judged. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "space.h"
#include "tree.h"
#include "walker.h"

/* The tree is seen at /seen, its folder s/deep at /seen/s/in, where there is
 * none; s/hid is hidden by
 * both its names. */
static struct space drawn;
static struct space_place places[4];
static char deep[80], hidden[80], nothing[80];

static void
add(unsigned n, enum space_kind kind, const char *at, const char *from)
{
	places[n] = (struct space_place){.kind = kind,
	    .at = at,
	    .at_len = strlen(at),
	    .from = from,
	    .from_len = strlen(from)};
	cr_assert(space_add(&drawn, &places[n]));
}

static void
start(void)
{
	tree_make();
	cr_assert_eq(mkdir("s", 0755), 0);
	cr_assert_eq(mkdir("s/deep", 0755), 0);
	cr_assert_eq(mkdir("s/deep/d", 0755), 0);
	cr_assert_eq(mkdir("s/hid", 0755), 0);
	cr_assert_eq(mkdir("s/hid/x", 0755), 0);
	cr_assert_eq(symlink("/seen/s/in/d", "s/to"), 0);
	cr_assert_eq(symlink("../../s/in", "s/deep/back"), 0);
	cr_assert_eq(symlink("/", "s/root"), 0);
	snprintf(deep, sizeof(deep), "%s/s/deep", top);
	snprintf(nothing, sizeof(nothing), "%s/s/no/such", top);
	add(0, SPACE_MAP, "/seen", top);
	add(1, SPACE_MAP, "/seen/s/in", deep);
	add(2, SPACE_HIDDEN, "/seen/s/hid", nothing);
	snprintf(hidden, sizeof(hidden), "%s/s/hid", top);
	add(3, SPACE_HIDDEN, hidden, nothing);
	drawn_space = &drawn;
}

TestSuite(space, .init = start, .fini = tree_remove, .timeout = 20);

/* The name comes to this file of the tree, and is judged as `shown`. */
static void
comes(const char *name, const char *to, const char *shown)
{
	struct stat a, b;

	cr_assert_eq(resolve(name, AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY), 0,
	    "%s: %s", name, strerror(p.err));
	cr_assert_str_eq(p.shown, shown, "%s: %s", name, p.shown);
	cr_assert(p.exists, "%s", name);
	cr_assert_eq(fstat(p.object, &a), 0);
	cr_assert_eq(stat(to, &b), 0, "%s", to);
	cr_assert(a.st_dev == b.st_dev && a.st_ino == b.st_ino, "%s", name);
}

static void
is_none(const char *name, int err)
{
	int got = resolve(name, AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY);

	cr_assert(!p.exists, "%s", name);
	cr_assert(got == err || (got == 0 && err == ENOENT), "%s: %s", name,
	    strerror(got));
}

Test(space, names_are_walked_as_the_job_sees_them)
{
	comes("/seen", ".", "/seen");
	comes("/seen/s/deep/d", "s/deep/d", "/seen/s/deep/d");
	comes("/seen/s/in", "s/deep", "/seen/s/in");
	comes("/seen/s/in/d/", "s/deep/d", "/seen/s/in/d");
	comes("/seen/s/to", "s/deep/d", "/seen/s/in/d");
	comes("/seen/s/in/back/d", "s/deep/d", "/seen/s/in/d");
	comes("/seen/s/root/seen/s", "s", "/seen/s");
}

Test(space, above_a_border_is_the_folder_of_its_name)
{
	comes("/seen/s/in/..", "s", "/seen/s");
	comes("/seen/s/in/../in/d/../..", "s", "/seen/s");
	comes("/seen/..", "/", "/");
	comes("/seen/s/in/../../../seen", ".", "/seen");
}

Test(space, relative_names_are_the_jobs)
{
	cr_assert_eq(chdir("s/deep"), 0);
	comes("d", "d", "/seen/s/in/d");
	comes("..", "..", "/seen/s");
	comes("/proc/self/cwd/../in", ".", "/seen/s/in");
	comes("/proc/self/root/seen/s", "..", "/seen/s");
}

Test(space, what_is_hidden_is_not_there)
{
	is_none("/seen/s/hid", ENOENT);
	is_none("/seen/s/hid/x", ENOENT);
	is_none("/seen/s/in/../hid", ENOENT);
	is_none("/proc/self/cwd/s/hid/x", ENOENT);
	/* From within, nothing has a name. */
	cr_assert_eq(chdir("s/hid"), 0);
	is_none("x", EACCES);
	is_none("..", EACCES);
	cr_assert_eq(resolve("/proc/self/cwd", AT_FDCWD, FOLLOW, WANT_OBJECT,
			 NO_EMPTY),
	    0);
	cr_assert(p.nameless);
}

Test(space, a_deleted_folder_keeps_its_name)
{
	cr_assert_eq(mkdir("s/gone", 0755), 0);
	cr_assert_eq(chdir("s/gone"), 0);
	cr_assert_eq(rmdir("../gone"), 0);
	resolve("x", AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY);
	cr_assert_eq(p.err, ENOENT);
	cr_assert_str_eq(p.shown, "/seen/s/gone (deleted)/x");
	resolve("", AT_FDCWD, FOLLOW, WANT_OBJECT, EMPTY_OK);
	cr_assert(p.nameless);
	cr_assert_str_eq(p.shown, "/seen/s/gone (deleted)");
}

static enum border
border(const char *name)
{
	resolve(name, AT_FDCWD, NO_FOLLOW, WANT_PARENT, NO_EMPTY);
	return place_border(&p);
}

Test(space, borders_are_fixed)
{
	cr_assert_eq(border("/seen"), BORDER_MAPPED);
	cr_assert_eq(border("/seen/s/../s/in"), BORDER_MAPPED);
	cr_assert_eq(border("/seen/s/hid"), BORDER_HIDDEN);
	cr_assert_eq(border("/seen/s/in/d"), BORDER_NONE);
	cr_assert_eq(border("/seen/s"), BORDER_NONE);
	cr_assert(place_holds_border(&p));
	border("/seen/s/in/d");
	cr_assert(!place_holds_border(&p));
}

Test(space, the_runs_own_folder_is_fixed_and_not_there)
{
	drawn.area = deep;
	drawn.area_len = strlen(deep);
	is_none("/seen/s/deep", ENOENT);
	is_none("/seen/s/deep/d", ENOENT);
	is_none("/seen/s/../s/deep", ENOENT);
	cr_assert_eq(chdir("s"), 0);
	is_none("deep/d", ENOENT);
	cr_assert_eq(border("deep"), BORDER_HIDDEN);
	border("/seen/s");
	cr_assert(place_holds_border(&p));
}
