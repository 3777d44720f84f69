/* Walking both folders of a layer side by side. */
#include "view/layer_walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "view/layer.h"

struct walking {
	const struct layer *l;
	int (*tell)(void *ctx, const struct layer_change *change);
	void *ctx;
	char name[PATH_MAX];
	size_t len;
};

/* The names of one level; each is owned. */
struct level {
	char **name;
	size_t count, room;
};

static void
level_done(struct level *v)
{
	for (size_t i = 0; i < v->count; i++)
		free(v->name[i]);
	free(v->name);
}

static int
level_add(struct level *v, const char *name)
{
	if (v->count == v->room) {
		size_t room = v->room != 0 ? 2 * v->room : 16;
		char **more = realloc(v->name, room * sizeof(*more));

		if (more == NULL)
			return -ENOMEM;
		v->name = more;
		v->room = room;
	}
	v->name[v->count] = strdup(name);
	return v->name[v->count++] != NULL ? 0 : -ENOMEM;
}

/* Adds the names in a folder, if it is there and one. */
static int
level_read(struct level *v, int root, const char *folder)
{
	int fd = layer_open_in(root, folder, O_RDONLY | O_DIRECTORY), err = 0;
	const struct dirent *e;
	DIR *dir;

	if (fd < 0)
		return fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP ? 0 : fd;
	dir = fdopendir(fd);
	if (dir == NULL) {
		err = -errno;
		close(fd);
		return err;
	}
	while (err == 0) {
		errno = 0;
		e = readdir(dir);
		if (e == NULL) {
			err = -errno;
			break;
		}
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			err = level_add(v, e->d_name);
	}
	closedir(dir);
	return err;
}

static int
in_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
look(int root, const char *name, bool *ret_there, struct stat *ret)
{
	cleanup_fd int fd = layer_open_in(root, name, O_PATH | O_NOFOLLOW);

	*ret_there = fd >= 0;
	if (fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP)
		return 0;
	if (fd < 0)
		return fd;
	return fstat(fd, ret) == 0 ? 0 : -errno;
}

static int walk(struct walking *w, bool inside);

/* Is the name a folder with names of things that are gone? */
static bool
leads_to_gone(const struct walking *w)
{
	struct stat st;

	return fstatat(w->l->gone, w->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode);
}

/* The name that the walk stands at. */
static int
visit(struct walking *w, bool inside)
{
	struct layer_change c = {.name = w->name, .inside = inside};
	bool upper = false, lower;
	int err = look(w->l->lower, w->name, &lower, &c.old);

	if (err == 0 && !inside)
		err = look(w->l->tree, w->name, &upper, &c.new);
	if (err != 0)
		return err;
	if (!upper && !lower)
		return 0;
	if (!upper && !inside && !layer_gone(w->l, w->name))
		return leads_to_gone(w) ? walk(w, false) : 0;
	if (!upper)
		c.kind = CHANGE_DELETED;
	else if (!lower)
		c.kind = CHANGE_ADDED;
	else if (((c.old.st_mode ^ c.new.st_mode) & S_IFMT) != 0)
		c.kind = CHANGE_TYPE;
	else
		c.kind = CHANGE_BOTH;
	err = w->tell(w->ctx, &c);
	if (err != 0)
		return err;
	if (upper ? !S_ISDIR(c.new.st_mode) : !S_ISDIR(c.old.st_mode))
		return 0;
	return walk(w, !upper);
}

/* The names that may differ in the folder that the walk stands at. */
static int
read_level(const struct walking *w, bool inside, struct level *v)
{
	int err = 0;

	if (inside)
		return level_read(v, w->l->lower, w->name);
	err = level_read(v, w->l->tree, w->name);
	if (err == 0 && layer_gone(w->l, w->name))
		err = level_read(v, w->l->lower, w->name);
	else if (err == 0)
		err = level_read(v, w->l->gone, w->name);
	return err;
}

/* `inside`: all of it is deleted with a folder above. */
static int
walk(struct walking *w, bool inside)
{
	struct level v = {0};
	size_t len = w->len;
	int err = read_level(w, inside, &v);

	if (err == 0 && v.count > 1)
		qsort(v.name, v.count, sizeof(v.name[0]), in_order);
	for (size_t i = 0; err == 0 && i < v.count; i++) {
		size_t n = strlen(v.name[i]), at = len;

		if (i > 0 && strcmp(v.name[i], v.name[i - 1]) == 0)
			continue;
		if (at + n + 2 > sizeof(w->name)) {
			err = -ENAMETOOLONG;
			break;
		}
		if (at > 0)
			w->name[at++] = '/';
		memcpy(w->name + at, v.name[i], n + 1);
		w->len = at + n;
		err = visit(w, inside);
		w->len = len;
		w->name[len] = '\0';
	}
	level_done(&v);
	return err;
}

int
layer_changes(const struct layer *l,
    int (*tell)(void *ctx, const struct layer_change *change), void *ctx)
{
	struct walking w = {.l = l, .tell = tell, .ctx = ctx};

	return visit(&w, false);
}
