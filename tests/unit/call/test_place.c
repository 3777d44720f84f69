/* Places of every kind of name. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"
#include "walker.h"

TestSuite(place, .init = tree_make, .fini = tree_remove, .timeout = 60);

static const char *const names[] = {"dark", "dark/", "dark/.", "dark/..",
    "dark/file", "dark/nope", "dark/../file", "ldark", "ldark/", "ldark/file",
    "ldark/../d", "list", "list/file", "list/..", "list/nope", "sticky/file",
    "sticky/../file", "d", "d/", "d/.", "d//e", "./d/./e/.", "file", "file/",
    "file/.", "file/..", "file/x", "d/file/x", "nope", "nope/", "nope/.",
    "nope/..", "nope/x", "d/nope", ".", "./", "..", "../", "../../../../..",
    "d/..", "d/e/..", "d/e/../file", "d/../nope", "rel", "rel/", "rel/.",
    "rel/..", "rel/file", "rel/nope", "abs", "abs/e/f", "abs/..", "slash",
    "slash/file", "lfile", "lfile/", "lfile/x", "lfileslash", "dangle",
    "dangle/", "dangle/x", "dangle2", "loop", "loop/", "loop/x", "up", "up/..",
    "here/here/here/d", "d/e/back", "root", "root/tmp", "root/..", "chain40",
    "chain41", "chain40/file", "chain41/file", "fifo", "fifo/", "fifo/x", "/",
    "//", "/..", "/.", "/nope", "/proc", "/proc/", "/proc/.", "/proc/..",
    "/proc/nope", "/proc/self/", "/proc/self/status", "/proc/self/nope",
    "/proc/self/status/x", "/proc/self/..", "/proc/self/cwd", "/proc/self/cwd/",
    "/proc/self/cwd/d/file", "/proc/self/root", "/proc/self/root/tmp",
    "/proc/self/exe", "/proc/self/exe/x", "/proc/self/fd", "/proc/self/fd/",
    "/proc/self/fd/999", "/proc/self/task/", "/proc/self/net", "/proc/net",
    "/proc/net/dev", "/proc/mounts", "proc/status", "proc/cwd/d/file",
    "proc/root/etc", "root/proc/self/status", "/proc/version",
    "/proc/sys/kernel/pid_max", "/dev/null", "/dev/null/", "/dev/fd/", "fds/",
    "/usr/lib", "/proc/007", "/proc/99999999999", "/proc/0"};

Test(place, names_are_what_the_kernel_makes_of_them)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		both(names[i]);
}

Test(place, absolute_names_too)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i][0] != '/')
			both(in_top(names[i]));
	}
}

Test(place, and_names_below_a_descriptor)
{
	int fd = open("d", O_PATH | O_CLOEXEC);
	int file = open("file", O_RDONLY | O_CLOEXEC);

	as_kernel("e/f", fd, FOLLOW);
	as_kernel("../rel", fd, NO_FOLLOW);
	as_kernel("../rel", fd, FOLLOW);
	as_kernel(".", fd, FOLLOW);
	as_kernel("nope", fd, FOLLOW);
	as_kernel("x", file, FOLLOW);
	as_kernel(".", file, FOLLOW);
	as_kernel("..", file, FOLLOW);
	as_kernel("/etc", file, FOLLOW);
	as_kernel("/etc", 999, FOLLOW);
	as_kernel("x", 999, FOLLOW);
	as_kernel("x", -5, FOLLOW);
	close(fd);
	close(file);
}

Test(place, thousands_of_made_up_names)
{
	static const char *const parts[] = {"d", "e", "f", "file", "rel", "abs",
	    "slash", "up", "here", "lfile", "dangle", "back", "root", "tmp",
	    "proc", "self", "cwd", "loop", "nope", ".", "..", "", "status",
	    "chain30", "chain12", "task"};
	unsigned seed = 7;

	for (int i = 0; i < 20000; i++) {
		char name[256] = "";
		size_t at = 0;
		int count = 1 + rand_r(&seed) % 6;

		if (rand_r(&seed) % 3 == 0)
			at = (size_t)snprintf(name, sizeof(name), "%s/", top);
		for (int j = 0; j < count; j++)
			at += (size_t)snprintf(name + at, sizeof(name) - at,
			    "%s%s",
			    parts[(unsigned)rand_r(&seed) %
				(sizeof(parts) / sizeof(parts[0]))],
			    j + 1 < count || rand_r(&seed) % 5 == 0 ? "/" : "");
		if (name[0] != '\0')
			both(name);
	}
}

Test(place, long_names)
{
	char name[PATH_MAX + 8];

	memset(name, 'a', sizeof(name));
	name[NAME_MAX + 1] = '\0';
	both(name);
	name[NAME_MAX] = '\0';
	both(name);
	memcpy(name, "rel/", 4);
	name[NAME_MAX + 5] = 'a';
	name[NAME_MAX] = 'a';
	name[NAME_MAX + 5] = '\0';
	both(name);
	/* ./././ up to the limit */
	for (size_t i = 0; i < PATH_MAX - 2; i += 2)
		memcpy(name + i, "./", 2);
	name[PATH_MAX - 2] = 'd';
	name[PATH_MAX - 1] = '\0';
	both(name);
}

Test(place, the_empty_name)
{
	int fd = open("d/file", O_RDONLY | O_CLOEXEC);

	cr_assert_eq(resolve("", AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY),
	    ENOENT);
	cr_assert_eq(resolve("", AT_FDCWD, FOLLOW, WANT_OBJECT, EMPTY_OK), 0);
	cr_assert_str_eq(p.shown, top);
	cr_assert(p.is_fd);
	cr_assert_eq(resolve("", fd, FOLLOW, WANT_OBJECT, EMPTY_OK), 0);
	cr_assert_str_eq(p.shown, in_top("d/file"));
	cr_assert_eq(resolve("", 999, FOLLOW, WANT_OBJECT, EMPTY_OK), EBADF);
	close(fd);
}

/* The folder that is held, and the last name in it. */
static void
parent_is(const char *name, const char *folder, const char *last,
    const char *shown)
{
	char mine[32], text[PATH_MAX];
	ssize_t n;

	cr_assert_eq(resolve(name, AT_FDCWD, NO_FOLLOW, WANT_PARENT, NO_EMPTY),
	    0, "%s", name);
	place_proc_name(p.parent, mine, sizeof(mine));
	n = readlink(mine, text, sizeof(text) - 1);
	cr_assert_gt(n, 0);
	text[n] = '\0';
	cr_assert_str_eq(text, folder, "'%s'", name);
	cr_assert_str_eq(p.last, last, "'%s'", name);
	cr_assert_str_eq(p.shown, shown, "'%s'", name);
}

Test(place, parents)
{
	parent_is("x", top, "x", in_top("x"));
	parent_is("x/", top, "x/", in_top("x"));
	parent_is("d/x//", in_top("d"), "x/", in_top("d/x"));
	parent_is("rel/x", in_top("d"), "x", in_top("d/x"));
	parent_is("rel", top, "rel", in_top("rel"));
	parent_is("rel/", top, "rel/", in_top("rel"));
	parent_is("d/.", in_top("d"), ".", in_top("d"));
	parent_is("rel/.", in_top("d"), ".", in_top("d"));
	parent_is("d/e/..", in_top("d/e"), "..", in_top("d"));
	parent_is("up/x", "/tmp", "x", "/tmp/x");
	parent_is("/", "/", "/", "/");
	parent_is("//", "/", "/", "/");
	parent_is("/x", "/", "x", "/x");
	parent_is("/..", "/", "..", "/");
	parent_is("d/../x", top, "x", in_top("x"));
}

Test(place, parents_that_are_none)
{
	static const struct {
		const char *name;
		int err;
	} bad[] = {
	    {"nope/x",    ENOENT },
            {"file/x",    ENOTDIR},
            {"file/",     0      },
	    {"lfile/x",   ENOTDIR},
            {"loop/x",    ELOOP  },
            {"dangle/x",  ENOENT },
	    {"chain41/x", ELOOP  },
            {"chain40/x", 0      }
        };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert_eq(resolve(bad[i].name, AT_FDCWD, NO_FOLLOW,
				 WANT_PARENT, NO_EMPTY),
		    bad[i].err, "%s", bad[i].name);
}

Test(place, what_could_not_be_reached_is_still_told)
{
	resolve("d/nope/../../denied/secret", AT_FDCWD, FOLLOW, WANT_OBJECT,
	    NO_EMPTY);
	cr_assert_eq(p.err, ENOENT);
	cr_assert_str_eq(p.shown, in_top("denied/secret"));
	resolve("rel/file/x", AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY);
	cr_assert_eq(p.err, ENOTDIR);
	cr_assert_str_eq(p.shown, in_top("d/file/x"));
}

Test(place, the_umask_is_the_tasks)
{
	umask(027);
	cr_assert_eq(place_umask(task), 027);
	umask(0);
	cr_assert_eq(place_umask(task), 0);
}

static void *
swap(void *stop)
{
	while (!*(volatile bool *)stop) {
		unlink("duel");
		(void)!symlink("d", "duel");
		unlink("duel");
		(void)!symlink("denied", "duel");
		unlink("duel");
		(void)!mkdir("duel", 0755);
		rmdir("duel");
	}
	return NULL;
}

Test(place, what_is_held_stands_at_the_name_that_is_judged)
{
	volatile bool stop = false;
	unsigned seen[2] = {0, 0};
	pthread_t thread;

	cr_assert_eq(close(creat("denied/file", 0600)), 0);
	cr_assert_eq(pthread_create(&thread, NULL, swap,
			 (void *)(uintptr_t)&stop),
	    0);
	/* As long as it takes the other side to come by. */
	while (seen[0] < 500 || seen[1] < 500) {
		char mine[32], text[PATH_MAX];
		ssize_t n;

		resolve("duel/file", AT_FDCWD, FOLLOW, WANT_OBJECT, NO_EMPTY);
		if (p.object < 0)
			continue;
		place_proc_name(p.object, mine, sizeof(mine));
		n = readlink(mine, text, sizeof(text) - 1);
		cr_assert_gt(n, 0);
		text[n] = '\0';
		cr_assert_str_eq(p.shown, text);
		seen[strcmp(text, in_top("d/file")) == 0]++;
	}
	stop = true;
	pthread_join(thread, NULL);
}

static unsigned
open_descriptors(void)
{
	unsigned n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

Test(place, nothing_is_left_open)
{
	unsigned before;

	place_done(&p);
	before = open_descriptors();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		resolve(names[i], AT_FDCWD, FOLLOW, WANT_OBJECT, EMPTY_OK);
		resolve(names[i], AT_FDCWD, NO_FOLLOW, WANT_OBJECT, EMPTY_OK);
		resolve(names[i], AT_FDCWD, NO_FOLLOW, WANT_PARENT, EMPTY_OK);
	}
	place_done(&p);
	cr_assert_eq(open_descriptors(), before);
}
