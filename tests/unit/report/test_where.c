/* Where the files of a record stand: as its namespaces tell, and never behind a
 * link that was not there when the name was judged. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "report/where.h"

static struct where *
of_text(const char *text)
{
	json_t *first = json_loads(text, 0, NULL);
	struct where *w;

	cr_assert_not_null(first, "%s", text);
	w = where_new(first);
	json_decref(first);
	return w;
}

#define SPACES                                                                 \
	"{\"namespaces\":[{\"profile\":\"main\",\"places\":["                  \
	"{\"at\":\"/job\",\"from\":\"/srv/a\"},"                               \
	"{\"at\":\"/job/tmp\",\"private\":true},"                              \
	"{\"at\":\"/job/key\",\"hidden\":true}]},"                             \
	"{\"profile\":\"w\",\"places\":[{\"at\":\"/\",\"from\":\"/srv/r\"}"    \
	"]}]}"

static void
host_is(const struct where *w, unsigned space, const char *path,
    enum where_answer want, const char *host)
{
	char to[PATH_MAX] = "";

	cr_expect_eq(where_host(w, space, path, to), want, "%s", path);
	if (want == WHERE_OPEN)
		cr_expect_str_eq(to, host);
}

Test(where, names_of_a_namespace_are_turned_into_those_of_the_host)
{
	struct where *w = of_text(SPACES);

	cr_assert_not_null(w);
	cr_expect_eq(where_space(w, NULL), 1);
	cr_expect_eq(where_space(w, "main"), 1);
	cr_expect_eq(where_space(w, "w"), 2);
	cr_expect_eq(where_space(w, "other"), 0);
	host_is(w, 1, "/job/x", WHERE_OPEN, "/srv/a/x");
	host_is(w, 1, "/jobs", WHERE_OPEN, "/jobs");
	host_is(w, 1, "/job/tmp/x", WHERE_PRIVATE, NULL);
	host_is(w, 1, "/job/key", WHERE_HIDDEN, NULL);
	host_is(w, 2, "/job/x", WHERE_OPEN, "/srv/r/job/x");
	host_is(w, 0, "/job/x", WHERE_OPEN, "/job/x");
	where_free(w);
}

Test(where, names_that_were_never_judged_lead_nowhere)
{
	struct where *w = of_text("{}");

	host_is(w, 0, "/a/../b", WHERE_SPECIAL, NULL);
	host_is(w, 0, "/a//b", WHERE_SPECIAL, NULL);
	host_is(w, 0, "pipe:[1]", WHERE_SPECIAL, NULL);
	host_is(w, 0, "", WHERE_SPECIAL, NULL);
	where_free(w);
}

Test(where, a_namespace_that_is_none_is_refused)
{
	cr_expect_null(of_text("{\"namespaces\":[7]}"));
	cr_expect_null(of_text("{\"namespaces\":[{\"profile\":\"a\","
			       "\"places\":[{\"at\":\"../x\"}]}]}"));
	cr_expect_null(of_text("{\"namespaces\":[{\"profile\":\"a\","
			       "\"places\":[{\"at\":\"/x\","
			       "\"from\":\"/a/../b\"}]}]}"));
	cr_expect_null(of_text("{\"namespaces\":[{\"profile\":\"a\","
			       "\"places\":[{\"at\":\"/x\","
			       "\"layer\":\"/l\"}]}]}"));
}

Test(where, what_became_a_link_is_not_followed)
{
	char folder[] = "/tmp/pts-where-XXXXXX", path[256], other[128];
	struct where *w = of_text("{}");
	cleanup_fd int fd = -1;
	struct stat st;

	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file", folder);
	fclose(fopen(path, "w"));
	cr_expect_eq(where_open(w, 0, path, &fd, &st), WHERE_OPEN);
	fd_close(&fd);
	snprintf(other, sizeof(other), "%s-2", folder);
	cr_assert_eq(rename(folder, other), 0);
	cr_assert_eq(symlink(other, folder), 0);
	cr_expect_eq(where_open(w, 0, path, &fd, &st), WHERE_MOVED);
	unlink(folder);
	cr_expect_eq(where_open(w, 0, path, &fd, &st), WHERE_GONE);
	cr_expect_eq(where_open(w, 0, other, &fd, &st), WHERE_FOLDER);
	cr_expect_eq(where_open(w, 0, "/proc/self/maps", &fd, &st),
	    WHERE_KERNEL);
	snprintf(path, sizeof(path), "%s/file", other);
	unlink(path);
	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_expect_eq(where_open(w, 0, path, &fd, &st), WHERE_SPECIAL);
	unlink(path);
	rmdir(other);
	where_free(w);
}
