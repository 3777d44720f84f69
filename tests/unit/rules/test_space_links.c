/* Names followed in a namespace before a job is there. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"
#include "space.h"
#include "space_links.h"

TestSuite(space_links, .timeout = 20);

static char here[200];
static struct space_place place[3];
static struct space drawn;

/* The test's folder shows up at /job, its folder `in` at /job/map/in, and
 * /job/gone is hidden. */
static void
start(void)
{
	static char in[210];

	enter();
	cr_assert_not_null(getcwd(here, sizeof(here)));
	snprintf(in, sizeof(in), "%s/in", here);
	place[0] = (struct space_place){.kind = SPACE_MAP,
	    .at = "/job",
	    .at_len = 4,
	    .from = here,
	    .from_len = strlen(here)};
	place[1] = (struct space_place){.kind = SPACE_MAP,
	    .at = "/job/map/in",
	    .at_len = 11,
	    .from = in,
	    .from_len = strlen(in)};
	place[2] = (struct space_place){.kind = SPACE_HIDDEN,
	    .at = "/job/gone",
	    .at_len = 9};
	for (size_t i = 0; i < 3; i++)
		cr_assert(space_add(&drawn, &place[i]));
	cr_assert_eq(mkdir("in", 0755), 0);
	cr_assert_eq(mkdir("in/deep", 0755), 0);
	cr_assert_eq(symlink("deep", "in/relative"), 0);
	cr_assert_eq(symlink("../up", "in/out"), 0);
	cr_assert_eq(symlink("/job/map/in/relative", "absolute"), 0);
	cr_assert_eq(symlink("/", "root"), 0);
	cr_assert_eq(symlink("../../../..", "over"), 0);
	cr_assert_eq(symlink("./absolute//./x/", "chain"), 0);
	cr_assert_eq(symlink("loop", "loop"), 0);
	cr_assert_eq(symlink("ping", "pong"), 0);
	cr_assert_eq(symlink("pong", "ping"), 0);
	cr_assert_eq(symlink("/etc", "gone"), 0);
	cr_assert_eq(symlink("/proc/self/cwd", "self"), 0);
}

#define DRAWN .init = start, .fini = leave

static const char *
follow(const struct space *s, const char *name, bool last)
{
	static char to[PATH_MAX];

	return space_follow(s, NULL, name, last, to) ? to : "none";
}

static void
leads(const char *name, const char *want)
{
	const char *got = follow(&drawn, name, true);

	cr_expect_str_eq(got, want, "%s: %s", name, got);
}

Test(space_links, are_followed_as_the_job_sees_them, DRAWN)
{
	leads("/", "/");
	leads("/job", "/job");
	leads("/job/no/such", "/job/no/such");
	leads("/job/map/in/relative", "/job/map/in/deep");
	leads("/job/map/in/relative/f", "/job/map/in/deep/f");
	leads("/job/absolute", "/job/map/in/deep");
	leads("/job/chain", "/job/map/in/deep/x");
	leads("/job/chain/y", "/job/map/in/deep/x/y");
	leads("/job/root", "/");
	leads("/job/root/job/absolute", "/job/map/in/deep");
	leads("/job/over/f", "/f");
	/* Out of a map is where the job is, not where the host is. */
	leads("/job/map/in/out", "/job/map/up");
	leads("/job/in/out", "/job/up");
}

Test(space_links, the_last_one_only_where_it_is_asked_for, DRAWN)
{
	cr_expect_str_eq(follow(&drawn, "/job/root", false), "/job/root");
	cr_expect_str_eq(follow(&drawn, "/job/root/job/root", false),
	    "/job/root");
	cr_expect_str_eq(follow(&drawn, "/job/loop", false), "/job/loop");
}

Test(space_links, without_end_lead_nowhere, DRAWN)
{
	leads("/job/loop", "none");
	leads("/job/ping/x", "none");
}

Test(space_links, hidden_ones_are_none, DRAWN)
{
	leads("/job/gone", "/job/gone");
	leads("/job/gone/passwd", "/job/gone/passwd");
}

/* Whose they are, only a job can know. */
Test(space_links, of_procfs_stay, DRAWN)
{
	leads("/proc/self", "/proc/self");
	leads("/job/self/x", "/proc/self/cwd/x");
}

Test(space_links, without_a_namespace_are_the_hosts, DRAWN)
{
	char name[250], want[250];

	snprintf(name, sizeof(name), "%s/in/relative", here);
	snprintf(want, sizeof(want), "%s/in/deep", here);
	cr_expect_str_eq(follow(NULL, name, true), want);
	snprintf(name, sizeof(name), "%s/root/usr", here);
	cr_expect_str_eq(follow(NULL, name, true), "/usr");
}

Test(space_links, too_long, DRAWN)
{
	static char name[PATH_MAX + 10], text[PATH_MAX];

	memset(name, 'x', sizeof(name) - 1);
	name[0] = '/';
	leads(name, "none");
	name[PATH_MAX - 1] = '\0';
	leads(name, name);
	/* A link with a long text, over and over: its sum is bounded. */
	memset(text, '/', sizeof(text));
	memcpy(text + 2000, "job/long/y", 11);
	cr_assert_eq(symlink(text, "long"), 0);
	leads("/job/long", "none");
}
