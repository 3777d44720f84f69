/* The lines of scripts that stacks name. */
#include "report/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/fd.h"

#define FILES_MAX 500u
#define FILE_MAX  (1 << 20)
#define BYTES_MAX (32u << 20)

static char *
read_text(int fd, size_t size)
{
	char *text = malloc(size + 1);
	size_t len = 0;
	ssize_t n = 1;

	if (text == NULL)
		return NULL;
	while (n > 0 && len < size) {
		n = read(fd, text + len, size - len);
		if (n > 0)
			len += (size_t)n;
	}
	text[len] = '\0';
	/* What has a NUL in it is no script. */
	if (n < 0 || memchr(text, '\0', len) != NULL) {
		free(text);
		return NULL;
	}
	return text;
}

/* Parts the text at its newlines. */
static bool
part(struct source *s)
{
	uint32_t n = 1, i = 0;
	char *at = s->text;

	for (const char *c = s->text; *c != '\0'; c++)
		n += *c == '\n';
	s->lines = calloc(n, sizeof(*s->lines));
	if (s->lines == NULL)
		return false;
	while (at != NULL && i < n)
		s->lines[i++] = strsep(&at, "\n");
	s->count = i;
	return true;
}

static void
load(struct sources *all, const struct model *m, struct source *s)
{
	const struct alias *a = model_source(m, s->file);
	cleanup_fd int fd = -1;
	struct stat st;

	if (a == NULL || all->bytes >= BYTES_MAX ||
	    where_open(m->where, a->space, names_text(&m->names, a->path), &fd,
		&st) != WHERE_OPEN ||
	    st.st_size > FILE_MAX)
		return;
	s->changed = where_changed(m->where, &st);
	s->text = read_text(fd, (size_t)st.st_size);
	if (s->text == NULL)
		return;
	all->bytes += (size_t)st.st_size;
	if (!part(s))
		ptr_free(&s->text);
}

const struct source *
source_of(struct sources *all, const struct model *m, uint32_t file)
{
	struct source *s = NULL;

	if (file < NAME_FIRST)
		return NULL;
	HASH_FIND(hh, all->all, &file, sizeof(file), s);
	if (s == NULL) {
		if (HASH_COUNT(all->all) >= FILES_MAX ||
		    (s = calloc(1, sizeof(*s))) == NULL)
			return NULL;
		s->file = file;
		load(all, m, s);
		HASH_ADD(hh, all->all, file, sizeof(s->file), s);
	}
	return s->text != NULL ? s : NULL;
}

const char *
source_line(const struct source *s, uint32_t line)
{
	if (s == NULL || line == 0 || line > s->count)
		return NULL;
	return s->lines[line - 1];
}

void
sources_done(struct sources *all)
{
	struct source *s, *next;

	HASH_ITER(hh, all->all, s, next) {
		HASH_DEL(all->all, s);
		free(s->text);
		free(s->lines);
		free(s);
	}
	*all = (struct sources){0};
}
