/* The symbolic links of the host, looked at once each. */
#include "links.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "base/hash.h"

struct seen {
	UT_hash_handle hh;
	bool missing;
	const char *text; /* of a link */
	char name[];
};

struct links {
	struct arena arena;
	struct seen *seen;
};

struct links *
links_new(void)
{
	return calloc(1, sizeof(struct links));
}

void
links_free(struct links *l)
{
	if (l == NULL)
		return;
	HASH_CLEAR(hh, l->seen);
	arena_done(&l->arena);
	free(l);
}

/* As readlink(2), but that the text is ended. */
static ssize_t
ask(const char *host, char text[PATH_MAX])
{
	ssize_t n = readlink(host, text, PATH_MAX - 1);

	if (n <= 0)
		return -1;
	text[n] = '\0';
	return n;
}

/* Does the folder of the name not stand? */
static bool
is_nowhere(const struct links *l, const char *host)
{
	const char *slash = strrchr(host, '/');
	size_t len = slash != NULL ? (size_t)(slash - host) : 0;
	const struct seen *s;

	HASH_FIND(hh, l->seen, host, len, s);
	return s != NULL && s->missing;
}

/* Notes what was found; without memory for it, it is asked again. */
static void
note(struct links *l, const char *host, const char *text, bool missing)
{
	size_t len = strlen(host);
	struct seen *s = arena_alloc(&l->arena, sizeof(*s) + len + 1);

	if (s == NULL)
		return;
	memcpy(s->name, host, len);
	s->missing = missing;
	if (text != NULL) {
		s->text = arena_copy(&l->arena, text, strlen(text));
		if (s->text == NULL)
			return;
	}
	HASH_ADD(hh, l->seen, name, len, s);
}

ssize_t
links_text(struct links *l, const char *host, char text[PATH_MAX])
{
	const struct seen *s;
	bool nowhere;
	ssize_t n = -1;

	if (l == NULL)
		return ask(host, text);
	HASH_FIND(hh, l->seen, host, strlen(host), s);
	if (s != NULL) {
		if (s->text == NULL)
			return -1;
		strcpy(text, s->text);
		return (ssize_t)strlen(text);
	}
	nowhere = is_nowhere(l, host);
	errno = 0;
	if (!nowhere)
		n = ask(host, text);
	note(l, host, n > 0 ? text : NULL, nowhere || errno == ENOENT);
	return n;
}
