/* A fresh tree for each check, and a listing of it, so that a call which
 * answers well and does something else is caught as well. */
#include "lib/tree.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>

#include "lib/guest.h"

#define LINES 64

struct listing {
	char line[LINES][160];
	int lines;
};

static char folder[PATH_MAX / 2];
static char root[PATH_MAX];
static unsigned made;
static struct listing before;
static bool listed;

void
tree_start(const char *where)
{
	snprintf(folder, sizeof(folder), "%s", where);
}

void
tree_assume(const char *where)
{
	tree_start(where);
	snprintf(root, sizeof(root), "%s/1", where);
}

const char *
at(const char *name)
{
	static char room[4][PATH_MAX];
	static unsigned turn;
	char *to = room[turn++ % 4];

	if ((size_t)snprintf(to, PATH_MAX, "%s/%s", root, name) >= PATH_MAX)
		abort();
	return to;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
list_one(struct listing *to, const char *shown, const char *path)
{
	char target[64] = "";
	struct stat st;
	char kind = '?';
	ssize_t n;

	if (to->lines == LINES || lstat(path, &st) != 0)
		return;
	if (S_ISREG(st.st_mode))
		kind = 'f';
	else if (S_ISDIR(st.st_mode))
		kind = 'd';
	else if (S_ISLNK(st.st_mode))
		kind = 'l';
	else if (S_ISFIFO(st.st_mode))
		kind = 'p';
	else if (S_ISSOCK(st.st_mode))
		kind = 's';
	if (kind == 'l') {
		n = readlink(path, target, sizeof(target) - 1);
		target[n < 0 ? 0 : n] = '\0';
	}
	snprintf(to->line[to->lines++], sizeof(to->line[0]),
	    "%.40s %c %o %ld x%ld %.60s", shown, kind, st.st_mode & 07777,
	    kind == 'f' ? (long)st.st_size : 0,
	    kind == 'd' ? 0 : (long)st.st_nlink, target);
}

/* The tree is two folders deep. */
static void
list_folder(struct listing *to, const char *prefix, const char *path, int depth)
{
	char shown[PATH_MAX], below[PATH_MAX];
	struct dirent *e;
	DIR *d = opendir(path);

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (snprintf(shown, sizeof(shown), "%s%s", prefix, e->d_name) >=
			(int)sizeof(shown) ||
		    snprintf(below, sizeof(below), "%s/%s", path, e->d_name) >=
			(int)sizeof(below))
			continue;
		list_one(to, shown, below);
		strncat(shown, "/", sizeof(shown) - strlen(shown) - 1);
		if (e->d_type == DT_DIR && depth > 0)
			list_folder(to, shown, below, depth - 1);
	}
	closedir(d);
}

static void
list_now(struct listing *to)
{
	to->lines = 0;
	list_folder(to, "", root, 2);
	qsort(to->line, (size_t)to->lines, sizeof(to->line[0]), by_text);
}

static bool
has(const struct listing *l, const char *line)
{
	for (int i = 0; i < l->lines; i++)
		if (strcmp(l->line[i], line) == 0)
			return true;
	return false;
}

void
tree_tell(const char *label)
{
	struct listing now;

	if (!listed)
		return;
	list_now(&now);
	for (int i = 0; i < before.lines; i++)
		if (!has(&now, before.line[i]))
			printf("%s - %s\n", label, before.line[i]);
	for (int i = 0; i < now.lines; i++)
		if (!has(&before, now.line[i]))
			printf("%s + %s\n", label, now.line[i]);
	before = now;
}

static void
put(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, mode);
	size_t len = strlen(text);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len) {
		printf("scene: cannot make %s: %s\n", name,
		    strerrorname_np(errno));
		exit(3);
	}
	close(fd);
}

void
scene(void)
{
	if (snprintf(root, sizeof(root), "%s/%u", folder, ++made) >=
	    (int)sizeof(root))
		exit(3);
	if (mkdir(root, 0755) != 0 || chdir(root) != 0) {
		printf("scene: cannot make it: %s\n", strerrorname_np(errno));
		exit(3);
	}
	put("file", "hello\n", 0644);
	put("private", "secret\n", 0600);
	put("script", "#!/bin/sh\nexit 7\n", 0755);
	if (mkdir("dir", 0755) != 0 || symlink("file", "link") != 0 ||
	    symlink("dir", "dlink") != 0 || symlink("loop", "loop") != 0 ||
	    symlink("nowhere", "dangling") != 0) {
		printf("scene: %s\n", strerrorname_np(errno));
		exit(3);
	}
	put("dir/inner", "inside\n", 0644);
	list_now(&before);
	listed = true;
}
