/* Places in a namespace: the host's name behind what the job sees, and back.
 * Without a namespace both are the same. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "call/walk.h"
#include "space.h"
#include "space_links.h"
#include "view/layer.h"

/* Writes `name` without `.` and doubled slashes; a slash at its end stays.
 * False: too long.  It has no `..`. */
static bool
clean(const char *name, char to[PATH_MAX], bool *ret_slash)
{
	size_t at = 0;

	*ret_slash = false;
	while (*name != '\0') {
		size_t n = strcspn(name, "/");

		if (n != 0 && !(n == 1 && *name == '.')) {
			if (at + n + 2 >= PATH_MAX)
				return false;
			to[at++] = '/';
			memcpy(to + at, name, n);
			at += n;
			*ret_slash = false;
		}
		name += n;
		if (*name == '/') {
			*ret_slash = at != 0;
			name++;
		}
	}
	if (at == 0)
		to[at++] = '/';
	to[at] = '\0';
	return true;
}

/* The layer that a canonical name of the job's lies in; NULL: none. */
static struct layer *
layer_of(const struct space *s, const char *seen, const char **ret_name)
{
	const struct space_layer *l;
	const char *rest;

	if (s == NULL || seen[0] != '/')
		return NULL;
	l = space_layer(s, seen, &rest);
	if (l == NULL)
		return NULL;
	*ret_name = rest[0] == '/' ? rest + 1 : rest;
	return l->open;
}

struct layer *
place_layer(const struct place *p, const char **ret_name)
{
	return p->nameless ? NULL : layer_of(p->space, p->shown, ret_name);
}

int
walk_open_seen(const struct place *p, const char *name, uint64_t flags)
{
	char seen[PATH_MAX], host[PATH_MAX];
	struct space_way way;
	const struct layer *l;
	const char *inside;
	bool slash;

	if (p->space == NULL)
		return place_open(AT_FDCWD, name, flags);
	if (!clean(name, seen, &slash) || strlen(seen) + 1 >= sizeof(seen))
		return -ENAMETOOLONG;
	l = layer_of(p->space, seen, &inside);
	if (l != NULL) {
		if (slash)
			strcat(seen, "/");
		return layer_open(l, inside, flags);
	}
	if (!space_host(p->space, seen, host, &way))
		return -ENAMETOOLONG;
	if (slash && strlen(host) + 1 < sizeof(host))
		strcat(host, "/");
	return place_open(AT_FDCWD, host, flags);
}

/* The bytes before the last name's slash. */
static size_t
folder_len(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash != NULL ? (size_t)(slash - name) : 0;
}

/* The folder of an object in a layer, on the side where the object is. */
static int
open_layered_parent(const struct layer *l, const char *name, const char *folder)
{
	struct layer_found f;
	int err = layer_find(l, name, &f);

	if (err != 0)
		return err;
	if (!f.upper && !f.lower)
		return layer_open(l, folder, O_PATH | O_DIRECTORY);
	return layer_open_in(f.upper ? l->tree : l->lower, folder,
	    O_PATH | O_DIRECTORY);
}

int
place_open_parent(struct place *p)
{
	char folder[PATH_MAX];
	const struct layer *l;
	const char *name;
	size_t len;
	int fd;

	if (p->parent >= 0)
		return 0;
	if (p->shown[0] != '/')
		return -ENOENT;
	len = (size_t)(strrchr(p->shown, '/') - p->shown);
	memcpy(folder, p->shown, len);
	folder[len] = '\0';
	l = place_layer(p, &name);
	if (l != NULL && name[0] != '\0')
		fd = open_layered_parent(l, name,
		    folder + len - folder_len(name));
	else
		fd = walk_open_seen(p, len == 0 ? "/" : folder,
		    O_PATH | O_DIRECTORY);
	if (fd < 0)
		return fd;
	p->parent = fd;
	return 0;
}

bool
walk_border(const struct place *p, size_t folder_len, const char *name)
{
	char folder[PATH_MAX];
	const char *inside;

	if (p->space == NULL)
		return false;
	if (space_border(p->space, p->shown, folder_len, name))
		return true;
	memcpy(folder, p->shown, folder_len);
	strcpy(folder + folder_len, folder_len == 0 ? "/" : "");
	return layer_of(p->space, folder, &inside) != NULL;
}

bool
place_host(const struct place *p, char *to)
{
	const char *inside;
	const struct layer *l = place_layer(p, &inside);
	struct space_way way;
	bool lower;

	if (l != NULL)
		return layer_host(l, inside, to, &lower) == 0;
	if (p->space != NULL)
		return space_host(p->space, p->shown, to, &way);
	strcpy(to, p->shown);
	return true;
}

bool
place_is_lower(const struct space *s, const char *name)
{
	const struct space_layer *l = s != NULL ? s->layers : NULL;

	while (l != NULL && !str_is_below(name, l->from, strlen(l->from)))
		l = l->next;
	return l != NULL;
}

/* Is this name, which the job would call `seen`, one of a layer's lower folder
 * whose object was removed in the layer, or replaced? */
static bool
is_gone(const struct space *s, const char *name, const char *seen)
{
	const char *inside;
	const struct layer *l = layer_of(s, seen, &inside);

	return l != NULL && str_is_below(name, l->from, strlen(l->from)) &&
	    layer_gone(l, inside);
}

bool
place_host_to_change(const struct place *p, char *to)
{
	const char *name;
	const struct layer *l = place_layer(p, &name);

	if (l == NULL)
		return place_host(p, to);
	return snprintf(to, PATH_MAX, "%s" LAYER_TREE "%s%s", l->dir,
		   name[0] != '\0' ? "/" : "", name) < PATH_MAX;
}

bool
place_gone(const struct space *s, const char *name)
{
	char seen[PATH_MAX];

	return s != NULL && space_seen(s, name, seen) && is_gone(s, name, seen);
}

bool
place_seen(const struct space *s, char *name)
{
	char seen[PATH_MAX];

	if (s == NULL)
		return true;
	if (!space_seen(s, name, seen) || is_gone(s, name, seen))
		return false;
	strcpy(name, seen);
	return true;
}

int
place_start(const struct space *s)
{
	char seen[PATH_MAX], host[PATH_MAX];
	struct space_way way;

	if (s == NULL || s->cwd == NULL)
		return -ENODATA;
	if (!space_follow(s, NULL, s->cwd, true, seen) ||
	    !space_host(s, seen, host, &way))
		return -ENAMETOOLONG;
	return place_open(AT_FDCWD, host, O_PATH | O_DIRECTORY);
}

/* How the kernel ends the name of what has none any more: d_path(). */
#define DELETED " (deleted)"
#define TAIL    (sizeof(DELETED) - 1)

bool
walk_deleted(const char *text)
{
	size_t len = strlen(text);

	return len > TAIL && strcmp(text + len - TAIL, DELETED) == 0;
}

bool
place_seen_text(const struct space *s, char *text)
{
	bool gone = walk_deleted(text);
	size_t len = strlen(text);

	if (s == NULL)
		return true;
	if (gone)
		text[len - TAIL] = '\0';
	if (!place_seen(s, text)) {
		if (gone)
			text[len - TAIL] = DELETED[0];
		return false;
	}
	if (gone && strlen(text) + TAIL < PATH_MAX)
		strcat(text, DELETED);
	return true;
}

bool
walk_named(const struct space *s, char *text, const struct stat *st)
{
	if (proc_same(text, st))
		return place_seen(s, text);
	(void)place_seen_text(s, text);
	return false;
}

bool
place_same_place(const struct place *a, const struct place *b)
{
	struct space_way to_a, to_b;
	char host[PATH_MAX];

	if (a->space == NULL || a->nameless || b->nameless)
		return true;
	return space_host(a->space, a->shown, host, &to_a) &&
	    space_host(b->space, b->shown, host, &to_b) &&
	    to_a.place == to_b.place;
}

enum border
place_border(const struct place *p)
{
	struct space_way way;
	char host[PATH_MAX];

	if (p->space == NULL || p->shown[0] != '/' ||
	    !space_host(p->space, p->shown, host, &way) || !way.border)
		return BORDER_NONE;
	return way.place->kind == SPACE_HIDDEN ? BORDER_HIDDEN : BORDER_MAPPED;
}

bool
place_holds_border(const struct place *p)
{
	return p->space != NULL && space_holds(p->space, p->shown);
}
