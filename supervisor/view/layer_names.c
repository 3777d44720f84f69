/* Names of the job's in a layer, and merging two folders' names. */
#include "view/layer_names.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "space.h"
#include "view/layer.h"
#include "view/listing.h"

/* The layer that a name of the job's lies in, with the name there. */
static const struct layer *
layer_at(const struct space *s, const char *seen, const char **ret_name)
{
	const char *rest;
	const struct space_layer *l = space_layer(s, seen, &rest);

	if (l == NULL)
		return NULL;
	*ret_name = rest[0] == '/' ? rest + 1 : rest;
	return l->open;
}

bool
layer_space_host(const struct space *s, const char *seen, char *to)
{
	const char *name;
	const struct layer *l = layer_at(s, seen, &name);
	struct space_way way;
	bool lower;

	return l != NULL ? layer_host(l, name, to, &lower) == 0
			 : space_host(s, seen, to, &way);
}

bool
layer_lists(const struct space *s, const char *seen)
{
	struct layer_found f;
	const char *name;
	const struct layer *l = layer_at(s, seen, &name);

	return l != NULL && layer_find(l, name, &f) == 0 && f.lower &&
	    S_ISDIR(f.below.st_mode);
}

/* Is this the name of a folder that the lower folder has as well?  It is listed
 * as that one. */
static bool
is_one(const struct layer *l, const char *folder, const char *entry)
{
	char name[PATH_MAX];
	struct layer_found f;

	return (size_t)snprintf(name, sizeof(name), "%s%s%s", folder,
		   folder[0] != '\0' ? "/" : "", entry) < sizeof(name) &&
	    layer_find(l, name, &f) == 0 && f.lower && S_ISDIR(f.below.st_mode);
}

/* One name of tree/, or of gone/. */
static void
add(const struct layer *l, const char *folder, const struct dirent *e,
    bool gone, struct listing *to)
{
	if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
		return;
	if (gone && e->d_type != DT_DIR)
		listing_hide(to, e->d_name);
	else if (!gone &&
	    (e->d_type != DT_DIR || !is_one(l, folder, e->d_name)))
		listing_add(to, e->d_name, e->d_ino, e->d_type);
}

static int
add_all(const struct layer *l, int root, const char *folder, bool gone,
    struct listing *to)
{
	int fd = layer_open_in(root, folder, O_RDONLY | O_DIRECTORY);
	const struct dirent *e;
	int err = 0;
	DIR *dir;

	if (fd < 0)
		return fd == -ENOENT ? 0 : fd;
	dir = fdopendir(fd);
	if (dir == NULL) {
		err = -errno;
		close(fd);
		return err;
	}
	while (errno = 0, (e = readdir(dir)) != NULL)
		add(l, folder, e, gone, to);
	err = -errno;
	closedir(dir);
	return err;
}

int
layer_names(const struct space *s, const char *seen, struct listing *to)
{
	const char *name;
	const struct layer *l = layer_at(s, seen, &name);
	int err;

	if (l == NULL || !layer_lists(s, seen))
		return 0;
	err = add_all(l, l->tree, name, false, to);
	return err == 0 ? add_all(l, l->gone, name, true, to) : err;
}
