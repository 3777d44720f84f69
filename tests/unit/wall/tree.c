/* The tree that a second wall is tried on, and trying it. */
#include "tests/unit/wall/tree.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"

/* The tree: a name that ends in / is a folder, one with > a link. */
const char *const tree[] = {
    "home/",
    "home/u/",
    "home/u/.ssh/",
    "home/u/.ssh/key",
    "home/u/.conf",
    "home/u/job/",
    "home/u/job/a",
    "home/u/job/b/",
    "home/u/job/b/c",
    "home/u/notes",
    "data/",
    "data/one/",
    "data/one/x",
    "data/two/",
    "data/two/y",
    "data/two/z/",
    "data/link>one",
    "etc/",
    "etc/conf",
    "etc/secret",
};
_Static_assert(sizeof(tree) / sizeof(tree[0]) == NODES, "tree.h counts");

/* What rules may name beside the tree. */
const char *const others[] = {
    "data/*",
    "data/one/*",
    "home/u/job/**/c",
    "home/u/new",
    "home/u/.conf.d",
    "data/three/deep",
    "data/link/x",
    "etc/c*",
    "*",
    "home/*/job",
    "data/two/new",
};
_Static_assert(sizeof(others) / sizeof(others[0]) == OTHERS, "tree.h counts");

char root[64] = "/";

void
name_of(const char *node, char to[PATH_MAX])
{
	snprintf(to, PATH_MAX, "%s/%.*s", root, (int)strcspn(node, ">"), node);
	if (to[strlen(to) - 1] == '/')
		to[strlen(to) - 1] = '\0';
}

void
make_node(const char *node)
{
	char name[PATH_MAX];
	const char *link = strchr(node, '>');
	int fd;

	name_of(node, name);
	if (link != NULL) {
		cr_assert_eq(symlink(link + 1, name), 0, "%s", name);
	} else if (node[strlen(node) - 1] == '/') {
		cr_assert(mkdir(name, 0755) == 0 || errno == EEXIST, "%s",
		    name);
	} else {
		fd = open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
		cr_assert_geq(fd, 0, "%s", name);
		close(fd);
	}
}

void
plant(void)
{
	char home[PATH_MAX];

	strcpy(root, "/tmp/wall-test-XXXXXX");
	cr_assert_not_null(mkdtemp(root));
	for (size_t i = 0; i < NODES; i++)
		make_node(tree[i]);
	name_of("home/u/", home);
	setenv("HOME", home, 1);
}

static int
remove_one(const char *name, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(name);
}

void
fell(void)
{
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

struct rules *
read_rules(const char *text)
{
	cleanup_str struct str all = {0};
	struct rules *r = rules_new();
	struct faults f = {0};

	for (; *text != '\0'; text++)
		if (*text == '^')
			str_add(&all, root);
		else
			str_add_char(&all, *text);
	rules_add_text(r, "r.yaml", root, str_text(&all), all.len, &f);
	rules_finish(r, &f);
	fault_print(&f, stderr);
	cr_assert(!fault_any(&f), "%s", str_text(&all));
	fault_done(&f);
	return r;
}

bool
allows(const struct rules *r, enum access one, const char *name)
{
	struct answer a;

	policy_file(rules_top(r), one, name, &a);
	return a.verb == VERB_ALLOW;
}

/* Opens it behind the wall as the mediator has the job do; 0 or errno. */
int
try_open(const char *name, int flags)
{
	int fd = open(name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* Names are judged without links on the way. */
static bool
is_canonical(const char *name)
{
	char folder[PATH_MAX], real[PATH_MAX];

	strcpy(folder, name);
	*strrchr(folder, '/') = '\0';
	return realpath(folder, real) != NULL && strcmp(folder, real) == 0;
}

/* What one name should let be done, in a child behind the wall: a complaint on
 * standard error, and false. */
static bool
is_open(const struct rules *r, const char *name)
{
	const struct {
		enum access one;
		int flags;
		bool folders;
	} tries[] = {
	    {ACC_READ,   O_RDONLY,           true },
	    {ACC_MODIFY, O_WRONLY,           false},
	    {ACC_MODIFY, O_WRONLY | O_TRUNC, false},
	};
	struct stat st;
	bool there = lstat(name, &st) == 0, good = true;

	if (!is_canonical(name))
		return true;
	if (!there && allows(r, ACC_CREATE, name)) {
		int err = try_open(name, O_RDWR | O_CREAT);

		if (err == EACCES) {
			fprintf(stderr, "cannot make %s\n", name);
			return false;
		}
		(void)unlink(name);
		return true;
	}
	if (!there || S_ISLNK(st.st_mode))
		return true;
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		if (S_ISDIR(st.st_mode) && !tries[i].folders)
			continue;
		if (!allows(r, tries[i].one, name) ||
		    try_open(name, tries[i].flags) != EACCES)
			continue;
		fprintf(stderr, "cannot open %s, %s\n", name,
		    access_name(tries[i].one));
		good = false;
	}
	return good;
}

/* Is everything open that the rules allow, in the tree and one name below each
 * folder of it? */
bool
all_open(const struct rules *r)
{
	char name[PATH_MAX], more[PATH_MAX + 8];
	bool good = true;

	for (size_t i = 0; i < NODES + OTHERS; i++) {
		if (i < NODES)
			name_of(tree[i], name);
		else
			snprintf(name, sizeof(name), "%s/%s", root,
			    others[i - NODES]);
		good &= is_open(r, name);
		snprintf(more, sizeof(more), "%s/fresh", name);
		good &= is_open(r, more);
	}
	return good;
}

/* Runs `test` in a child behind the wall. */
bool
behind(const struct wall *w, bool (*test)(const struct rules *r),
    const struct rules *r)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (landlock_enter(w->ruleset) != 0)
			_exit(2);
		_exit(test(r) ? 0 : 1);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) != 2);
	return WEXITSTATUS(status) == 0;
}

void
open_wall(struct wall *w, const struct rules *r, const char *start)
{
	char name[PATH_MAX];
	struct wall_for f = {.rules = r, .start = name};

	name_of(start, name);
	*w = (struct wall){.ruleset = -1};
	cr_assert_eq(wall_open(w, &f), 0);
	if (w->abi == 0)
		cr_skip_test("no Landlock");
}
