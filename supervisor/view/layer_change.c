/* Removing and renaming in a layer. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "view/layer.h"

static bool
is_dot(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Calls `stop` for each name in a folder of the layer, until it says so.
 * Returns 1 then, 0 at the end, or -errno. */
static int
each_name(int folder, const char *name,
    bool (*stop)(void *ctx, const char *entry), void *ctx)
{
	int fd = layer_open_in(folder, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK);
	const struct dirent *e;
	int r = 0;
	DIR *dir;

	if (fd < 0)
		return fd;
	dir = fdopendir(fd);
	if (dir == NULL) {
		r = -errno;
		close(fd);
		return r;
	}
	while (r == 0) {
		errno = 0;
		e = readdir(dir);
		if (e == NULL) {
			r = -errno;
			break;
		}
		if (!is_dot(e->d_name) && stop(ctx, e->d_name))
			r = 1;
	}
	closedir(dir);
	return r;
}

static bool
any(void *ctx, const char *entry)
{
	(void)ctx;
	(void)entry;
	return true;
}

/* A lower folder whose names are looked at. */
struct looking {
	const struct layer *l;
	const char *name;
};

static bool
shows(void *ctx, const char *entry)
{
	const struct looking *at = ctx;
	char name[PATH_MAX];

	if ((size_t)snprintf(name, sizeof(name), "%s%s%s", at->name,
		at->name[0] != '\0' ? "/" : "", entry) >= sizeof(name))
		return true;
	return !layer_gone(at->l, name);
}

int
layer_empty(const struct layer *l, const char *name)
{
	struct looking at = {l, name};
	struct layer_found f;
	int r = layer_find(l, name, &f);

	if (r == 0 && f.upper)
		r = each_name(l->tree, name, any, NULL);
	if (r == 0 && f.lower && S_ISDIR(f.below.st_mode))
		r = each_name(l->lower, name, shows, &at);
	return r > 0 ? -ENOTEMPTY : r;
}

/* Only owners take names out of a folder like /tmp: may_delete() of
 * fs/namei.c. */
static bool
sticks(int parent, const struct stat *st)
{
	struct stat folder;

	if (fstat(parent, &folder) != 0)
		return true;
	return (folder.st_mode & S_ISVTX) != 0 && st->st_uid != geteuid() &&
	    folder.st_uid != geteuid();
}

static bool
ends_in_slash(const char *last)
{
	size_t n = strlen(last);

	return n > 0 && last[n - 1] == '/';
}

/* What unlinkat(2) says to the object itself. */
static int
may_remove(const struct layer *l, const char *name, const char *last,
    const struct layer_found *f, int flags)
{
	bool folder = S_ISDIR(f->st.st_mode);

	if (!f->upper && !f->lower)
		return -ENOENT;
	if (flags == AT_REMOVEDIR)
		return folder ? layer_empty(l, name) : -ENOTDIR;
	if (folder)
		return -EISDIR;
	return ends_in_slash(last) ? -ENOTDIR : 0;
}

/* The bare name: what stood there is known. */
static const char *
bare(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash != NULL ? slash + 1 : name;
}

int
layer_remove(struct layer *l, const char *name, const char *last, int flags)
{
	cleanup_fd int parent = -1;
	char above[32];
	struct layer_found f;
	int err = layer_find(l, name, &f);

	if (err == 0)
		err = may_remove(l, name, last, &f, flags);
	if (err != 0)
		return err;
	parent = layer_parent(l, name);
	if (parent < 0)
		return parent;
	if (sticks(parent, &f.st))
		return -EPERM;
	/* First what is below, or it would show when the upper one is gone. */
	if (f.lower)
		err = layer_hide(l, name);
	if (err != 0)
		return err;
	if (f.upper)
		return unlinkat(parent, bare(name), flags) == 0 ? 0 : -errno;
	snprintf(above, sizeof(above), "/proc/self/fd/%d", parent);
	return utimensat(AT_FDCWD, above, NULL, 0) == 0 ? 0 : -errno;
}

/* A folder that the lower folder has: its contents would have to be copied, so
 * it answers as if a file system ended there, and mv(1) copies. */
static bool
stays(const struct layer_found *f)
{
	return f->lower && S_ISDIR(f->st.st_mode);
}

static bool
same_file(const struct layer_found *a, const struct layer_found *b)
{
	return a->upper == b->upper && a->st.st_dev == b->st.st_dev &&
	    a->st.st_ino == b->st.st_ino && !S_ISDIR(a->st.st_mode);
}

/* What renameat2(2) says to the two objects.  1: there is nothing to do. */
static int
may_rename(const struct layer *l, const struct layer_found *a,
    const struct layer_end *to, const struct layer_found *b, unsigned flags)
{
	bool there = b->upper || b->lower;
	bool folder = S_ISDIR(a->st.st_mode);

	if (!a->upper && !a->lower)
		return -ENOENT;
	if (there && (flags & RENAME_NOREPLACE) != 0)
		return -EEXIST;
	if (!there && (flags & RENAME_EXCHANGE) != 0)
		return -ENOENT;
	if (there && same_file(a, b))
		return 1;
	if (stays(a) || ((flags & RENAME_EXCHANGE) != 0 && stays(b)))
		return -EXDEV;
	if (ends_in_slash(to->last) &&
	    ((flags & RENAME_EXCHANGE) != 0 ? !S_ISDIR(b->st.st_mode)
					    : !folder))
		return -ENOTDIR;
	if (!there || (flags & RENAME_EXCHANGE) != 0)
		return 0;
	if (folder != S_ISDIR(b->st.st_mode))
		return folder ? -ENOTDIR : -EISDIR;
	return folder ? layer_empty(l, to->name) : 0;
}

/* Is one name the other, or below it? */
static bool
is_below(const char *top, const char *name)
{
	size_t n = strlen(top);

	return strncmp(top, name, n) == 0 &&
	    (name[n] == '/' || name[n] == '\0');
}

/* Everything that the renaming itself needs is in tree/.  What it will take
 * away from before a lower object is hidden first, what it will put before one
 * afterwards: if we end between, nothing is lost. */
static int
rename_upper(struct layer *l, const struct layer_end *from,
    const struct layer_end *to, const struct layer_found *b, unsigned flags)
{
	cleanup_fd int old = layer_parent(l, from->name);
	cleanup_fd int new = layer_parent(l, to->name);
	int err;

	if (old < 0 || new < 0)
		return old < 0 ? old : new;
	/* A folder comes to stand alone, not as one with the lower one. */
	err = b->lower && S_ISDIR(b->st.st_mode) ? layer_hide(l, to->name) : 0;
	if (err == 0)
		err = layer_hide(l, from->name);
	if (err != 0)
		return err;
	if (renameat2(old, bare(from->name), new, bare(to->name), flags) != 0)
		return -errno;
	return layer_hide(l, to->name);
}

int
layer_rename(struct layer *l, const struct layer_end *from,
    const struct layer_end *to, unsigned flags)
{
	cleanup_fd int old = -1, new = -1;
	struct layer_found a, b;
	int err = layer_find(l, from->name, &a);

	if (err == 0)
		err = layer_find(l, to->name, &b);
	if (err == 0 && S_ISDIR(a.st.st_mode) && (a.upper || a.lower) &&
	    strcmp(from->name, to->name) != 0 && is_below(from->name, to->name))
		return -EINVAL;
	if (err == 0 && ends_in_slash(from->last) && (a.upper || a.lower) &&
	    !S_ISDIR(a.st.st_mode))
		return -ENOTDIR;
	if (err == 0 && strcmp(from->name, to->name) == 0 &&
	    (a.upper || a.lower))
		return (flags & RENAME_NOREPLACE) != 0 ? -EEXIST : 0;
	if (err == 0)
		err = may_rename(l, &a, to, &b, flags);
	if (err != 0)
		return err > 0 ? 0 : err;
	old = layer_parent(l, from->name);
	new = layer_parent(l, to->name);
	if (old < 0 || new < 0)
		return old < 0 ? old : new;
	if (sticks(old, &a.st) || ((b.upper || b.lower) && sticks(new, &b.st)))
		return -EPERM;
	err = layer_lift(l, from->name);
	/* What is replaced is there until it is. */
	if (err == 0 && b.lower &&
	    (S_ISDIR(b.st.st_mode) || (flags & RENAME_EXCHANGE) != 0))
		err = layer_lift(l, to->name);
	return err == 0 ? rename_upper(l, from, to, &b, flags) : err;
}
