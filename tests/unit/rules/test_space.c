/* Which name of the host stands behind each name in a namespace, and back:
 * tables of what is asked and what is answered. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "space.h"

TestSuite(space, .timeout = 20);

#define MAX 16

static struct space_place places[MAX];
static struct space drawn;

/* Draws "KIND AT FROM" after the other: m map, p private, s stand-in, h
 * hidden.  Returns whether all were new. */
static bool
draw(const char *const lines[][3], size_t n)
{
	bool fresh = true;

	memset(&drawn, 0, sizeof(drawn));
	memset(places, 0, sizeof(places));
	for (size_t i = 0; i < n; i++) {
		struct space_place *p = &places[i];

		switch (lines[i][0][0]) {
		case 'm': p->kind = SPACE_MAP; break;
		case 'p': p->kind = SPACE_PRIVATE; break;
		case 's': p->kind = SPACE_STAND; break;
		default: p->kind = SPACE_HIDDEN; break;
		}
		p->at = lines[i][1];
		p->at_len = strlen(p->at);
		p->from = lines[i][2];
		p->from_len = p->from != NULL ? strlen(p->from) : 0;
		fresh = space_add(&drawn, p) && fresh;
	}
	return fresh;
}

#define DRAW(...)                                                              \
	do {                                                                   \
		static const char *const lines_[][3] = {__VA_ARGS__};          \
		cr_assert(draw(lines_, sizeof(lines_) / sizeof(lines_[0])));   \
	} while (0)

static void
area(const char *path)
{
	drawn.area = path;
	drawn.area_len = strlen(path);
}

/* The host's name, with a * where it is a border. */
static const char *
host(const char *name)
{
	static char to[PATH_MAX + 1];
	struct space_way way;

	if (!space_host(&drawn, name, to, &way))
		return "none";
	if (way.border)
		strcat(to, "*");
	return to;
}

static const char *
seen(const char *name)
{
	static char to[PATH_MAX];

	return space_seen(&drawn, name, to) ? to : "none";
}

#define HOST(name, want) cr_expect_str_eq(host(name), want, "%s", host(name))
#define SEEN(name, want) cr_expect_str_eq(seen(name), want, "%s", seen(name))

Test(space, without_places_names_are_the_hosts)
{
	cr_assert(draw(NULL, 0));
	HOST("/", "/");
	HOST("/a/b", "/a/b");
	SEEN("/", "/");
	SEEN("/a/b", "/a/b");
	cr_expect(!space_border(&drawn, "", 0, "a"));
	cr_expect(!space_holds(&drawn, "/"));
	cr_expect_null(space_next_in(&drawn, "/", NULL));
}

Test(space, the_deepest_place_decides)
{
	DRAW({"m", "/data", "/home/u/d"}, {"m", "/data/in/deep", "/srv"},
	    {"m", "/data/in/deep/er", "/opt/x"});
	HOST("/data", "/home/u/d*");
	HOST("/data/f", "/home/u/d/f");
	HOST("/data/in", "/home/u/d/in");
	HOST("/data/in/deep", "/srv*");
	HOST("/data/in/deep/f", "/srv/f");
	HOST("/data/in/deep/er", "/opt/x*");
	HOST("/data/in/deep/er/f", "/opt/x/f");
	HOST("/data/in/deeper", "/home/u/d/in/deeper");
	HOST("/srv", "/srv");
	SEEN("/home/u/d/f", "/data/f");
	/* Behind the inner map, which stands in front of it; by its own name
	 * it is there. */
	SEEN("/home/u/d/in/deep/f", "/home/u/d/in/deep/f");
	SEEN("/opt/x/f", "/data/in/deep/er/f");
}

Test(space, names_that_only_begin_alike)
{
	DRAW({"m", "/a", "/x"}, {"m", "/ab/c", "/xy"});
	HOST("/a", "/x*");
	HOST("/ab", "/ab");
	HOST("/a/b", "/x/b");
	HOST("/ab/c", "/xy*");
	HOST("/ab/cd", "/ab/cd");
	SEEN("/xyz", "/xyz");
	SEEN("/x/y", "/a/y");
	SEEN("/xy/z", "/ab/c/z");
	cr_expect(space_border(&drawn, "", 0, "a"));
	cr_expect(!space_border(&drawn, "", 0, "ab"));
	cr_expect(space_border(&drawn, "/ab", 3, "c"));
	cr_expect(!space_border(&drawn, "/ab", 3, "cd"));
	cr_expect(!space_border(&drawn, "/a", 2, "c"));
	cr_expect(space_holds(&drawn, "/ab"));
	cr_expect(!space_holds(&drawn, "/ab/c"));
	cr_expect(!space_holds(&drawn, "/a"));
}

Test(space, a_root_with_maps)
{
	DRAW({"m", "/", "/srv/root"}, {"m", "/usr", "/usr"},
	    {"m", "/etc/passwd", "/home/u/passwd"});
	HOST("/", "/srv/root");
	HOST("/f", "/srv/root/f");
	HOST("/usr", "/usr*");
	HOST("/usr/bin/sh", "/usr/bin/sh");
	HOST("/etc", "/srv/root/etc");
	HOST("/etc/passwd", "/home/u/passwd*");
	HOST("/srv/root/f", "/srv/root/srv/root/f");
	SEEN("/srv/root", "/");
	SEEN("/srv/root/f", "/f");
	SEEN("/srv/root/usr", "none");
	SEEN("/srv/root/etc/passwd", "none");
	SEEN("/srv", "none");
	SEEN("/", "none");
	SEEN("/usr/bin", "/usr/bin");
	SEEN("/home/u/passwd", "/etc/passwd");
	SEEN("/home/u/passwd2", "none");
	cr_expect(!space_border(&drawn, "", 0, ""));
	cr_expect(space_border(&drawn, "", 0, "usr"));
	cr_expect(space_border(&drawn, "/etc", 4, "passwd"));
	cr_expect(space_holds(&drawn, "/"));
	cr_expect(space_holds(&drawn, "/etc"));
	cr_expect(!space_holds(&drawn, "/usr"));
}

Test(space, the_hosts_root_shown_below)
{
	DRAW({"m", "/host", "/"});
	HOST("/host", "/*");
	HOST("/host/etc", "/etc");
	HOST("/host/host", "/host");
	SEEN("/etc", "/host/etc");
	SEEN("/", "/host");
}

Test(space, what_is_hidden_leads_to_nothing)
{
	DRAW({"h", "/home/u/.ssh", "/area/0/hidden"},
	    {"m", "/home/u/.ssh/known", "/srv/known"},
	    {"m", "/data", "/home/u"}, {"h", "/data/.ssh", "/area/1/hidden"});
	HOST("/home/u/.ssh", "/area/0/hidden*");
	HOST("/home/u/.ssh/id", "/area/0/hidden/id");
	HOST("/home/u/.ssh/known", "/srv/known*");
	HOST("/home/u/.sshd", "/home/u/.sshd");
	HOST("/data/.ssh/id", "/area/1/hidden/id");
	SEEN("/home/u/.ssh", "none");
	SEEN("/home/u/.ssh/id", "none");
	SEEN("/area/0/hidden/id", "/area/0/hidden/id");
	SEEN("/srv/known", "/home/u/.ssh/known");
	cr_expect(space_holds(&drawn, "/home"));
	cr_expect(space_border(&drawn, "/home/u", 7, ".ssh"));
}

/* Of two maps of one folder, the one of the longer path is told. */
Test(space, one_folder_by_many_names)
{
	char to[PATH_MAX];
	size_t n = 0;

	DRAW({"m", "/one", "/srv/d"}, {"m", "/other", "/srv/d"},
	    {"m", "/up", "/srv"}, {"p", "/p", "/area/1"});
	SEEN("/srv/d/f", "/other/f");
	SEEN("/srv/f", "/up/f");
	SEEN("/area/1/f", "/p/f");
	cr_assert(space_next_name(&drawn, "/srv/d/f", &n, to));
	cr_expect_str_eq(to, "/srv/d/f");
	cr_assert(space_next_name(&drawn, "/srv/d/f", &n, to));
	cr_expect_str_eq(to, "/other/f");
	cr_assert(space_next_name(&drawn, "/srv/d/f", &n, to));
	cr_expect_str_eq(to, "/one/f");
	cr_assert(space_next_name(&drawn, "/srv/d/f", &n, to));
	cr_expect_str_eq(to, "/up/d/f");
	cr_expect(!space_next_name(&drawn, "/srv/d/f", &n, to));
	cr_expect(!space_next_name(&drawn, "/srv/d/f", &n, to));
}

Test(space, the_runs_own_folders)
{
	DRAW({"p", "/tmp/p", "/tmp/ptsandbox-x/1"}, {"m", "/other", "/tmp"},
	    {"h", "/secret", "/tmp/ptsandbox-x/2/hidden"},
	    {"m", "/mine", "/tmp/ptsandbox-x"});
	area("/tmp/ptsandbox-x");
	HOST("/tmp/p/f", "/tmp/ptsandbox-x/1/f");
	HOST("/secret", "/tmp/ptsandbox-x/2/hidden*");
	HOST("/tmp/ptsandbox-x", "/tmp/ptsandbox-x/empty/hidden*");
	HOST("/tmp/ptsandbox-x/1/f", "/tmp/ptsandbox-x/empty/hidden");
	HOST("/other/ptsandbox-x", "/tmp/ptsandbox-x/empty/hidden*");
	HOST("/other/ptsandbox-x/1", "/tmp/ptsandbox-x/empty/hidden");
	HOST("/mine/1", "/tmp/ptsandbox-x/empty/hidden");
	HOST("/tmp/ptsandbox-xy", "/tmp/ptsandbox-xy");
	SEEN("/tmp/ptsandbox-x/1/f", "/tmp/p/f");
	SEEN("/tmp/ptsandbox-x", "none");
	SEEN("/tmp/ptsandbox-x/empty", "none");
	cr_expect(space_border(&drawn, "/tmp", 4, "ptsandbox-x"));
	cr_expect(!space_border(&drawn, "/tmp", 4, "ptsandbox-xy"));
	cr_expect(space_holds(&drawn, "/other"));
	DRAW({"m", "/other", "/tmp"});
	area("/tmp/ptsandbox-x");
	cr_expect(space_holds(&drawn, "/tmp"));
	cr_expect(space_holds(&drawn, "/other"));
	cr_expect(!space_holds(&drawn, "/tmp/ptsandbox-y"));
	cr_expect(!space_holds(&drawn, "/var"));
}

Test(space, a_place_without_its_folder_has_no_name)
{
	DRAW({"p", "/tmp", NULL});
	HOST("/tmp", "none");
	HOST("/tmp/f", "none");
	HOST("/var", "/var");
	SEEN("/tmp/f", "none");
}

Test(space, names_that_would_be_too_long)
{
	static char from[3000], name[PATH_MAX];
	const char *const lines[][3] = {
	    {"m", "/d", from}
        };

	memset(from, 'x', sizeof(from) - 1);
	from[0] = '/';
	cr_assert(draw(lines, 1));
	/* /d/yyy: as long as fits, and one byte more. */
	memset(name, 'y', sizeof(name) - 1);
	memcpy(name, "/d/", 3);
	name[PATH_MAX - 1 - strlen(from) + 2] = '\0';
	cr_expect_eq(strlen(host(name)), PATH_MAX - 1);
	name[strlen(name)] = 'y';
	HOST(name, "none");
	name[PATH_MAX - 1] = '\0';
	HOST(name, "none");
	/* And back. */
	DRAW({"m", "/a/long/name", "/d"});
	memset(name, 'y', sizeof(name) - 1);
	memcpy(name, "/d/", 3);
	SEEN(name, name);
}

/* The places of a folder, each once, in any order. */
static void
in_folder(const char *folder, const char *const *want, size_t n)
{
	const struct space_place *p = NULL;
	size_t found = 0;

	while ((p = space_next_in(&drawn, folder, p)) != NULL) {
		size_t i = 0;

		while (i < n && strcmp(want[i], p->at) != 0)
			i++;
		cr_expect(i < n, "%s in %s", p->at, folder);
		found++;
	}
	cr_expect_eq(found, n, "%zu in %s", found, folder);
}

Test(space, what_is_directly_in_a_folder)
{
	static const char *const top[] = {"/a", "/ab", "/c"};
	static const char *const in_a[] = {"/a/b", "/a/h"};
	static const char *const in_cd[] = {"/c/d/e"};

	DRAW({"m", "/", "/root"}, {"m", "/a", "/x"}, {"m", "/a/b", "/y"},
	    {"h", "/a/h", "/area/1/hidden"}, {"m", "/ab", "/z"},
	    {"s", "/c", "/area/2"}, {"m", "/c/d/e", "/w"});
	in_folder("/", top, 3);
	in_folder("/a", in_a, 2);
	in_folder("/c", NULL, 0);
	in_folder("/c/d", in_cd, 1);
	in_folder("/ab", NULL, 0);
}

Test(space, of_two_with_one_name_the_first_stands)
{
	static const char *const twice[][3] = {
	    {"m", "/a", "/x"},
            {"h", "/a", "/y"}
        };

	cr_expect(!draw(twice, 2));
	cr_expect_eq(drawn.count, 1);
	HOST("/a", "/x*");
}
