/* Places in a namespace: the host's name behind what the job sees, and back.
 * Without a namespace both are the same. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "call/walk.h"
#include "space.h"
#include "space_links.h"

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

int
walk_open_seen(const struct place *p, const char *name, uint64_t flags)
{
	char seen[PATH_MAX], host[PATH_MAX];
	struct space_way way;
	bool slash;

	if (p->space == NULL)
		return walk_open(AT_FDCWD, name, flags);
	if (!clean(name, seen, &slash) || strlen(seen) + 1 >= sizeof(seen) ||
	    !space_host(p->space, seen, host, &way))
		return -ENAMETOOLONG;
	if (slash && strlen(host) + 1 < sizeof(host))
		strcat(host, "/");
	return walk_open(AT_FDCWD, host, flags);
}

bool
walk_border(const struct place *p, size_t folder_len, const char *name)
{
	return p->space != NULL &&
	    space_border(p->space, p->shown, folder_len, name);
}

bool
place_host(const struct place *p, char *to)
{
	struct space_way way;

	if (p->space != NULL)
		return space_host(p->space, p->shown, to, &way);
	strcpy(to, p->shown);
	return true;
}

bool
place_seen(const struct space *s, char *name)
{
	char seen[PATH_MAX];

	if (s == NULL)
		return true;
	if (!space_seen(s, name, seen))
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
	if (!space_follow(s, s->cwd, true, seen) ||
	    !space_host(s, seen, host, &way))
		return -ENAMETOOLONG;
	return walk_open(AT_FDCWD, host, O_PATH | O_DIRECTORY);
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
