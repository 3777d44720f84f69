/* `layer: DIR` of a map.  Two folders that hold one another could not be told
 * apart: writing to the one would change the other. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "check.h"
#include "model.h"

/* The folder's name as its links lead; it may not exist yet.  NULL with errno;
 * else the caller's to free. */
static char *
canonical(struct arena *a, const char *path)
{
	char *real = realpath(path, NULL), *parent, *last, *whole;
	size_t len;

	if (real != NULL || errno != ENOENT)
		return real;
	parent = arena_copy(a, path, strlen(path));
	if (parent == NULL)
		return NULL;
	last = strrchr(parent, '/');
	if (last == NULL || last == parent)
		return NULL;
	*last++ = '\0';
	real = realpath(parent, NULL);
	if (real == NULL)
		return NULL;
	len = strcmp(real, "/") == 0 ? 0 : strlen(real);
	whole = malloc(len + strlen(last) + 2);
	if (whole != NULL) {
		memcpy(whole, real, len);
		whole[len] = '/';
		strcpy(whole + len + 1, last);
	}
	free(real);
	return whole;
}

/* Is b the folder a, or below it? */
static bool
holds(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len == 1 ||
	    (strncmp(a, b, len) == 0 && (b[len] == '\0' || b[len] == '/'));
}

static bool
overlap(const char *a, const char *b)
{
	return holds(a, b) || holds(b, a);
}

/* Does a new layer get on with one of the same run? */
static bool
apart(const struct reader *r, const struct node *n, const struct space_layer *l,
    const char *dir, const char *from)
{
	if (strcmp(l->dir, dir) == 0 && strcmp(l->from, from) != 0) {
		check_fault(r, n, "'%s' is the layer of another folder, %s",
		    check_shown(r, dir), check_shown(r, l->from));
		return false;
	}
	if (strcmp(l->dir, dir) == 0)
		return true;
	if (!overlap(l->dir, dir) && !overlap(l->dir, from) &&
	    !overlap(l->from, dir))
		return true;
	check_fault(r, n, "'%s' and the layer '%s' overlap",
	    check_shown(r, dir), check_shown(r, l->dir));
	return false;
}

static struct space_layer *
add_layer(const struct reader *r, const char *dir, const char *from)
{
	struct rules *rules = r->rules;
	struct space_layer *l = arena_alloc(&rules->arena, sizeof(*l));

	if (l != NULL)
		l->dir = arena_copy(&rules->arena, dir, strlen(dir));
	if (l == NULL || l->dir == NULL) {
		check_nomem(r);
		return NULL;
	}
	l->from = from;
	l->open = NULL;
	l->next = rules->layers;
	rules->layers = l;
	return l;
}

struct space_layer *
check_layer(const struct reader *r, const struct node *n, const char *from)
{
	const char *path = check_plain_path(r, n, "'layer'");
	cleanup_free char *dir = NULL;
	struct stat st;

	if (path == NULL)
		return NULL;
	dir = canonical(&r->rules->arena, path);
	if (dir == NULL || (stat(dir, &st) == 0 && !S_ISDIR(st.st_mode))) {
		check_fault(r, n, "'layer' '%s': %s", check_shown(r, path),
		    strerror(dir == NULL ? errno : ENOTDIR));
		return NULL;
	}
	if (overlap(dir, from)) {
		check_fault(r, n,
		    "the layer '%s' and the folder below it, '%s', overlap",
		    check_shown(r, dir), check_shown(r, from));
		return NULL;
	}
	for (struct space_layer *l = r->rules->layers; l != NULL; l = l->next) {
		if (!apart(r, n, l, dir, from))
			return NULL;
		if (strcmp(l->dir, dir) == 0)
			return l;
	}
	return add_layer(r, dir, from);
}
