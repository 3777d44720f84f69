/* Bringing objects of the lower folder up into a layer, and hiding them: each
 * is made ready in work/ and then renamed into its place. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "view/copy.h"
#include "view/layer.h"
#include "view/layer_record.h"
#include "view/remove.h"

#define WORK_NAME 32

/* A free name in work/; what a killed run left there was removed. */
static void
work_name(struct layer *l, char to[WORK_NAME])
{
	snprintf(to, WORK_NAME, "%lu", l->serial++);
}

/* Where the last name of `name` begins. */
static size_t
last_of(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash != NULL ? (size_t)(slash - name) + 1 : 0;
}

/* The folder of a name in tree/ or gone/: O_PATH, or -errno. */
static int
open_above(int root, const char *name)
{
	char above[PATH_MAX];
	size_t n = last_of(name);

	if (n >= sizeof(above))
		return -ENAMETOOLONG;
	memcpy(above, name, n);
	above[n] = '\0';
	return layer_open_in(root, above, O_PATH | O_DIRECTORY);
}

static int
record(struct layer *l, const char *name, const struct stat *st)
{
	cleanup_str struct str line = {0};
	struct stat before;
	int err;

	layer_record_add(&line, name, st);
	if (line.failed)
		return -ENOMEM;
	if (fstat(l->record, &before) != 0)
		return -errno;
	err = fd_write(l->record, line.buf, line.len);
	/* No half a line, to which the next would be added. */
	if (err != 0 && ftruncate(l->record, before.st_size) != 0)
		return -errno;
	return err;
}

/* work/ready becomes tree/name. */
static int
put(struct layer *l, const char *ready, const char *name, const struct stat *st)
{
	cleanup_fd int above = open_above(l->tree, name);
	const char *last = name + last_of(name);
	struct copy_into o;
	int err, end;

	if (above < 0)
		return above;
	err = copy_open(above, &o);
	if (err != 0)
		return err;
	if (renameat2(l->work, ready, above, last, RENAME_NOREPLACE) != 0)
		err = -errno;
	if (err == 0)
		err = copy_finish(above, last, st);
	end = copy_close(&o);
	return err != 0 ? err : end;
}

/* Copies one object whose folder is in tree/ already. */
static int
lift_one(struct layer *l, const char *name)
{
	cleanup_fd int fd = layer_open_in(l->tree, name, O_PATH | O_NOFOLLOW);
	char ready[WORK_NAME];
	struct stat st;
	int err;

	if (fd >= 0)
		return 0;
	if (fd != -ENOENT)
		return fd;
	if (layer_gone(l, name))
		return -ENOENT;
	fd = layer_open_in(l->lower, name, O_PATH | O_NOFOLLOW);
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) != 0)
		return -errno;
	work_name(l, ready);
	err = copy_object(fd, &st, l->work, ready);
	if (err != 0)
		return err;
	err = record(l, name, &st);
	if (err == 0)
		err = put(l, ready, name, &st);
	if (err != 0)
		(void)unlinkat(l->work, ready,
		    S_ISDIR(st.st_mode) ? AT_REMOVEDIR : 0);
	return err;
}

int
layer_lift(struct layer *l, const char *name)
{
	cleanup_fd int there =
	    layer_open_in(l->tree, name, O_PATH | O_NOFOLLOW);
	char above[PATH_MAX];
	int err = 0;

	if (there >= 0)
		return 0;
	if (strlen(name) >= sizeof(above))
		return -ENAMETOOLONG;
	for (size_t i = 0; err == 0 && name[i] != '\0'; i++) {
		if (name[i] != '/')
			continue;
		memcpy(above, name, i);
		above[i] = '\0';
		err = lift_one(l, above);
	}
	return err == 0 ? lift_one(l, name) : err;
}

/* May the job make and remove names in this folder?  As the lower one says,
 * where it is a stranger's: its copy is ours. */
static int
may_write_in(const struct layer *l, const char *name)
{
	struct layer_found f;
	cleanup_fd int fd = -1;
	int err = layer_find(l, name, &f);

	if (err != 0)
		return err;
	if (!f.upper && !f.lower)
		return -ENOENT;
	if (!S_ISDIR(f.st.st_mode))
		return -ENOTDIR;
	fd = layer_open_in(f.upper && (!f.lower || f.below.st_uid == geteuid())
		? l->tree
		: l->lower,
	    name, O_PATH | O_NOFOLLOW);
	return fd >= 0 ? layer_access(fd, W_OK | X_OK) : fd;
}

int
layer_parent(struct layer *l, const char *name)
{
	char above[PATH_MAX];
	size_t n = last_of(name);
	int err;

	if (n >= sizeof(above))
		return -ENAMETOOLONG;
	if (n > 0)
		n--;
	memcpy(above, name, n);
	above[n] = '\0';
	err = may_write_in(l, above);
	if (err == 0)
		err = layer_lift(l, above);
	return err == 0 ? layer_open_in(l->tree, above, O_PATH | O_DIRECTORY)
			: err;
}

/* Makes the folders above a name in gone/. */
static int
make_gone(struct layer *l, const char *name)
{
	char above[PATH_MAX];

	if (strlen(name) >= sizeof(above))
		return -ENAMETOOLONG;
	for (size_t i = 0; name[i] != '\0'; i++) {
		if (name[i] != '/')
			continue;
		memcpy(above, name, i);
		above[i] = '\0';
		if (mkdirat(l->gone, above, 0700) != 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}

/* Files in gone/ below this name say no more than it does itself. */
static int
replace_gone(struct layer *l, const char *ready, const char *name)
{
	cleanup_fd int old = -1;
	int err;

	if (renameat2(l->work, ready, l->gone, name, RENAME_EXCHANGE) != 0)
		return -errno;
	old = openat(l->work, ready,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (old < 0)
		return -errno;
	err = remove_contents(old);
	if (err == 0 && unlinkat(l->work, ready, AT_REMOVEDIR) != 0)
		err = -errno;
	return err;
}

int
layer_hide(struct layer *l, const char *name)
{
	char ready[WORK_NAME];
	struct layer_found f;
	int err = layer_find(l, name, &f), fd;

	if (err != 0 || !f.lower)
		return err;
	err = record(l, name, &f.below);
	if (err == 0)
		err = make_gone(l, name);
	if (err != 0)
		return err;
	work_name(l, ready);
	fd = openat(l->work, ready, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600);
	if (fd < 0)
		return -errno;
	close(fd);
	if (renameat(l->work, ready, l->gone, name) == 0)
		return 0;
	err = errno == EISDIR ? replace_gone(l, ready, name) : -errno;
	if (err != 0)
		(void)unlinkat(l->work, ready, 0);
	return err;
}
