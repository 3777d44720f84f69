/* The folder of a layer itself: made, opened, held by one at a time. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"
#include "rules.h"
#include "space.h"
#include "view/copy.h"
#include "view/layer.h"
#include "view/layer_record.h"
#include "view/remove.h"

#define BASE_HEAD "ptsandbox layer 1\n"

/* Where one sentence about a failure goes. */
struct why {
	char *text;
	size_t size;
};

static bool __attribute__((format(printf, 2, 3)))
fail(const struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why->text, why->size, fmt, ap);
	va_end(ap);
	return false;
}

/* A folder in another, made where it may be. */
static int
open_folder(int dir, const char *name, bool make)
{
	if (make && mkdirat(dir, name, 0700) != 0 && errno != EEXIST)
		return -1;
	return openat(dir, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* What base says; NULL: it is not there, or no layer's.  The caller's to free.
 */
static char *
read_base(int dir)
{
	cleanup_fd int fd =
	    openat(dir, "base", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	char text[3 * PATH_MAX];
	size_t head = strlen(BASE_HEAD);
	ssize_t n =
	    fd >= 0 ? TEMP_FAILURE_RETRY(read(fd, text, sizeof(text) - 1)) : -1;

	if (n < (ssize_t)head || strncmp(text, BASE_HEAD, head) != 0 ||
	    text[n - 1] != '\n' || text[head] != '/')
		return NULL;
	text[n - 1] = '\0';
	layer_record_plain(text + head);
	return strdup(text + head);
}

/* Written whole or not at all. */
static bool
write_base(int dir, const char *from)
{
	cleanup_str struct str text = {0};
	cleanup_fd int fd = -1;

	str_add(&text, BASE_HEAD);
	layer_record_add_name(&text, from);
	str_add_char(&text, '\n');
	fd = openat(dir, "base.new",
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	return !text.failed && fd >= 0 &&
	    fd_write(fd, text.buf, text.len) == 0 && fsync(fd) == 0 &&
	    renameat(dir, "base.new", dir, "base") == 0;
}

/* One run or command at a time. */
static bool
take_lock(struct layer *l, int dir, const struct why *why)
{
	int err;

	l->lock = openat(dir, "lock",
	    O_RDONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (l->lock < 0)
		return fail(why, "%s: %s", l->dir, strerror(errno));
	do
		err = flock(l->lock, LOCK_EX | LOCK_NB);
	while (err != 0 && errno == EINTR);
	if (err == 0)
		return true;
	if (errno != EWOULDBLOCK)
		return fail(why, "%s: %s", l->dir, strerror(errno));
	return fail(why, "the layer %s is in use by another run", l->dir);
}

/* Which folder lies below. */
static bool
find_base(struct layer *l, int dir, enum layer_open_how how, char **ret_from,
    const struct why *why)
{
	cleanup_free char *base = read_base(dir);

	if (base == NULL && faccessat(dir, "base", F_OK, 0) == 0)
		return fail(why,
		    "%s/base is of no layer that this version knows", l->dir);
	if (base == NULL && how == LAYER_SEE)
		return fail(why, "%s is no layer", l->dir);
	if (base == NULL && faccessat(dir, "tree", F_OK, 0) == 0)
		return fail(why, "%s is no layer, and has a tree of its own",
		    l->dir);
	if (base == NULL && !write_base(dir, l->from))
		return fail(why, "%s: %s", l->dir, strerror(errno));
	if (base != NULL && l->from != NULL && strcmp(base, l->from) != 0)
		return fail(why, "the layer %s holds changes of %s, not of %s",
		    l->dir, base, l->from);
	if (l->from == NULL) {
		*ret_from = base;
		l->from = base;
		base = NULL;
	}
	return true;
}

/* The root of the changes is the lower root's copy. */
static int
make_tree(struct layer *l, int dir)
{
	struct stat st;
	int err;

	if (fstat(l->lower, &st) != 0)
		return -errno;
	/* It is made under another name, so that it is never half made. */
	err = copy_object(l->lower, &st, dir, "tree.new");
	if (err == -EEXIST)
		err = 0;
	if (err == 0)
		err = copy_finish(dir, "tree.new", &st);
	if (err == 0 && renameat(dir, "tree.new", dir, "tree") != 0)
		err = -errno;
	return err;
}

static bool
open_inside(struct layer *l, int dir, const struct why *why)
{
	cleanup_fd int work = -1;

	l->lower = open(l->from, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (l->lower < 0)
		return fail(why, "%s, below the layer %s: %s", l->from, l->dir,
		    strerror(errno));
	if (faccessat(dir, "tree", F_OK, AT_SYMLINK_NOFOLLOW) != 0 &&
	    make_tree(l, dir) != 0)
		return fail(why, "%s: %s", l->dir, strerror(errno));
	l->tree = open_folder(dir, "tree", false);
	l->gone = open_folder(dir, "gone", true);
	l->work = open_folder(dir, "work", true);
	l->record = openat(dir, "record",
	    O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (l->tree < 0 || l->gone < 0 || l->work < 0 || l->record < 0)
		return fail(why, "%s: %s", l->dir, strerror(errno));
	/* What a run that was killed left. */
	work = openat(dir, "work", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (work < 0 || remove_contents(work) != 0)
		return fail(why, "%s/work cannot be emptied", l->dir);
	return true;
}

static bool
open_all(struct layer *l, enum layer_open_how how, char **ret_from,
    const struct why *why)
{
	struct stat st;
	int dir;

	if (how == LAYER_USE && mkdir(l->dir, 0700) != 0 && errno != EEXIST)
		return fail(why, "%s: %s", l->dir, strerror(errno));
	dir = l->folder = open(l->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return fail(why, "%s: %s", l->dir, strerror(errno));
	if (how == LAYER_SEE && faccessat(dir, "base", F_OK, 0) != 0)
		return fail(why, "%s is no layer", l->dir);
	/* Who could say which folder is below could have it written. */
	if (fstat(dir, &st) != 0 || st.st_uid != geteuid())
		return fail(why, "the layer %s belongs to another user",
		    l->dir);
	if (!take_lock(l, dir, why) || !find_base(l, dir, how, ret_from, why))
		return false;
	if (how == LAYER_USE &&
	    (faccessat(dir, "commit", F_OK, 0) == 0 ||
		faccessat(dir, "committed", F_OK, 0) == 0))
		return fail(why,
		    "a commit of the layer %s was interrupted; give ptsandbox "
		    "layer commit again",
		    l->dir);
	return open_inside(l, dir, why);
}

struct layer *
layer_open_dir(const char *dir, const char *from, enum layer_open_how how,
    char **ret_from, char *why, size_t size)
{
	struct why told = {why, size};
	struct layer *l = malloc(sizeof(*l));
	char *base = NULL;

	if (l == NULL) {
		fail(&told, "out of memory");
		return NULL;
	}
	*l = (struct layer){dir, from, -1, -1, -1, -1, -1, -1, -1, 0};
	if (open_all(l, how, &base, &told)) {
		if (ret_from != NULL)
			*ret_from = base;
		return l;
	}
	layer_close(l);
	free(base);
	return NULL;
}

/* Empties a folder of the layer's. */
static int
clear(const struct layer *l, const char *name)
{
	cleanup_fd int fd = openat(l->folder, name,
	    O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	cleanup_fd int again = -1;

	if (fd < 0 || fchmodat(l->folder, name, 0700, 0) != 0)
		return -errno;
	again = openat(l->folder, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return again >= 0 ? remove_contents(again) : -errno;
}

int
layer_clear(struct layer *l)
{
	struct stat st;
	int err = clear(l, "tree");

	/* What is gone is so only as long as nothing else is there. */
	if (err == 0)
		err = clear(l, "gone");
	if (err == 0)
		err = clear(l, "work");
	if (err == 0 && ftruncate(l->record, 0) != 0)
		err = -errno;
	if (err == 0 && fstat(l->lower, &st) != 0)
		err = -errno;
	return err == 0 ? copy_finish(l->folder, "tree", &st) : err;
}

void
layer_close(struct layer *l)
{
	if (l == NULL)
		return;
	fd_close(&l->folder);
	fd_close(&l->tree);
	fd_close(&l->gone);
	fd_close(&l->work);
	fd_close(&l->lower);
	fd_close(&l->record);
	fd_close(&l->lock);
	free(l);
}

bool
layers_open(struct rules *r, char *why, size_t size)
{
	for (struct space_layer *i = rules_layers(r); i != NULL; i = i->next) {
		i->open =
		    layer_open_dir(i->dir, i->from, LAYER_USE, NULL, why, size);
		if (i->open == NULL)
			return false;
	}
	return true;
}

void
layers_close(struct rules *r)
{
	for (struct space_layer *i = rules_layers(r); i != NULL; i = i->next) {
		layer_close(i->open);
		i->open = NULL;
	}
}
