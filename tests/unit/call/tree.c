/* A tree of names of every kind. */
#include "tree.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

char top[64];
struct tracees all;
struct tracee *task;

const char *
in_top(const char *name)
{
	static char room[4][PATH_MAX];
	static unsigned next;
	char *to = room[next++ % 4];

	snprintf(to, PATH_MAX, "%s/%s", top, name);
	return to;
}

static void
make_file(const char *name)
{
	int fd = open(name, O_CREAT | O_WRONLY, 0644);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, "text\n", 5), 5);
	close(fd);
}

static void
make_link(const char *name, const char *to)
{
	cr_assert_eq(symlink(to, name), 0, "%s", name);
}

void
tree_make(void)
{
	char made[] = "/tmp/place.XXXXXX", real[PATH_MAX];
	char name[32], to[32];

	cr_assert_not_null(mkdtemp(made));
	cr_assert_not_null(realpath(made, real));
	cr_assert_lt(strlen(real), sizeof(top));
	strcpy(top, real);
	cr_assert_eq(chdir(top), 0);
	umask(022);
	cr_assert_eq(mkdir("d", 0755), 0);
	cr_assert_eq(mkdir("d/e", 0755), 0);
	cr_assert_eq(mkdir("denied", 0755), 0);
	cr_assert_eq(mkdir("readonly", 0755), 0);
	make_file("file");
	make_file("d/file");
	make_file("d/e/f");
	make_file("denied/secret");
	make_file("readonly/file");
	cr_assert_eq(mkfifo("fifo", 0644), 0);
	cr_assert_eq(mkdir("dark", 0755), 0);
	make_file("dark/file");
	cr_assert_eq(chmod("dark", 0), 0);
	cr_assert_eq(mkdir("list", 0755), 0);
	make_file("list/file");
	cr_assert_eq(chmod("list", 0444), 0);
	cr_assert_eq(mkdir("sticky", 0777), 0);
	make_link("sticky/file", "../file");
	cr_assert_eq(chmod("sticky", 01777), 0);
	make_link("ldark", "dark");
	make_link("rel", "d");
	make_link("abs", in_top("d"));
	make_link("slash", "d/");
	make_link("lfile", "d/file");
	make_link("lfileslash", "d/file/");
	make_link("dangle", "nope");
	make_link("dangle2", "nope/more");
	make_link("loop", "loop2");
	make_link("loop2", "loop");
	make_link("up", "..");
	make_link("here", ".");
	make_link("d/e/back", "../../rel/file");
	make_link("root", "/");
	make_link("proc", "/proc/self");
	make_link("fds", "/dev/fd");
	make_link("out", "denied/secret");
	/* chain41 leads to d over 41 links, chain40 over 40. */
	make_link("chain1", "d");
	for (int i = 2; i <= 41; i++) {
		snprintf(name, sizeof(name), "chain%d", i);
		snprintf(to, sizeof(to), "chain%d", i - 1);
		make_link(name, to);
	}
	/* As the supervisor: what it does through /proc/self/fd must go on. */
	cr_assert_eq(prctl(PR_SET_DUMPABLE, 0), 0);
	task = tracee_add(&all, getpid(), getpid(), NULL);
	cr_assert_not_null(task);
	task->process->program = NULL;
}

void
tree_remove(void)
{
	char cmd[192];

	cr_assert_eq(chdir("/"), 0);
	snprintf(cmd, sizeof(cmd), "chmod -R u+rwx %s; rm -rf %s", top, top);
	cr_assert_eq(system(cmd), 0);
	tracees_done(&all);
}
