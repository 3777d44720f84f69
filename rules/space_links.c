/* Following symbolic links inside a namespace, where no job is running yet. */
#include "space_links.h"

#include <string.h>

#include "links.h"

#define MAX_LINKS 40 /* path_resolution(7) */

/* A walk: `done` is canonical, `rest` ("" or "/more") is yet to go. */
struct walk {
	const struct space *space;
	struct links *known;
	char *done;
	char rest[2 * PATH_MAX];
	unsigned links;
};

/* The text of the link that the canonical name is, or -1. */
static ssize_t
link_text(const struct walk *w, const char *name, char text[PATH_MAX])
{
	char host[PATH_MAX];
	struct space_way way;

	if (w->space == NULL)
		return links_text(w->known, name, text);
	if (!space_host(w->space, name, host, &way))
		return -1;
	return links_text(w->known, host, text);
}

static void
go_up(char *done)
{
	char *slash = strrchr(done, '/');

	if (slash != NULL)
		*slash = '\0';
}

/* Takes one name of the rest.  False: too long, or too many links. */
static bool
step(struct walk *w, bool follow_last)
{
	char text[PATH_MAX], more[2 * PATH_MAX];
	char *name = w->rest + 1;
	size_t len = strcspn(name, "/"), at = strlen(w->done);
	const char *after = name + len;

	if (len == 0 || (len == 1 && *name == '.')) {
		memmove(w->rest, after, strlen(after) + 1);
		return true;
	}
	if (len == 2 && name[0] == '.' && name[1] == '.') {
		go_up(w->done);
		memmove(w->rest, after, strlen(after) + 1);
		return true;
	}
	if (at + 1 + len >= PATH_MAX)
		return false;
	w->done[at] = '/';
	memcpy(w->done + at + 1, name, len);
	w->done[at + 1 + len] = '\0';
	strcpy(more, after);
	/* Whose /proc/self it is, only a job can know. */
	if ((*after == '\0' && !follow_last) ||
	    strncmp(w->done, "/proc/", 6) == 0 ||
	    link_text(w, w->done, text) < 0) {
		strcpy(w->rest, more);
		return true;
	}
	w->done[text[0] == '/' ? 0 : at] = '\0';
	if (++w->links > MAX_LINKS ||
	    strlen(text) + strlen(more) + 2 > sizeof(w->rest))
		return false;
	w->rest[0] = '/';
	strcpy(w->rest + 1, text + (text[0] == '/'));
	strcat(w->rest, more);
	return true;
}

bool
space_follow(const struct space *s, struct links *known, const char *name,
    bool last, char *to)
{
	struct walk w = {.space = s, .known = known, .done = to};

	if (strlen(name) >= PATH_MAX)
		return false;
	to[0] = '\0';
	strcpy(w.rest, strcmp(name, "/") == 0 ? "" : name);
	while (w.rest[0] != '\0')
		if (!step(&w, last))
			return false;
	if (to[0] == '\0')
		strcpy(to, "/");
	return true;
}
