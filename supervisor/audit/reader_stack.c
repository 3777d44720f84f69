/* Which line of a script made a call, as a record tells it. */
#include "audit/reader_stack.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "base/hash.h"
#include "base/str.h"

struct record_stack {
	json_int_t id;
	char *where;   /* NULL: no Python frame */
	char *modules; /* one behind the other, each with its NUL */
	size_t modules_len;
	bool whole; /* these are all */
	UT_hash_handle hh;
};

static bool
of_library(const char *file)
{
	return file[0] == '<' || strstr(file, "/lib/python") != NULL ||
	    strstr(file, "/site-packages/") != NULL ||
	    strstr(file, "/dist-packages/") != NULL;
}

/* The frame to tell of; NULL: there is none of Python's. */
static const json_t *
best_frame(const json_t *frames)
{
	const json_t *best = NULL;

	for (size_t i = 0; i < json_array_size(frames); i++) {
		const json_t *f = json_array_get(frames, i);
		const char *kind = record_text(f, "kind");
		const char *file = record_text(f, "file");

		if (file == NULL || kind == NULL || strcmp(kind, "python") != 0)
			continue;
		if (!of_library(file))
			return f;
		if (best == NULL)
			best = f;
	}
	return best;
}

static void
add_where(struct str *to, const json_t *frame)
{
	const char *file = record_text(frame, "file");
	const char *slash = strrchr(file, '/');
	const char *function = record_text(frame, "function");
	double line = record_number(frame, "line", 0);

	record_bytes(to, slash != NULL ? slash + 1 : file);
	if (line > 0 && line < 1e9)
		str_addf(to, ":%d", (int)line);
	if (function != NULL) {
		str_add(to, " in ");
		record_bytes(to, function);
	}
}

static struct record_stack *
find(const struct record_stacks *s, const json_t *number)
{
	json_int_t id = json_integer_value(number);
	struct record_stack *found = NULL;

	if (json_is_integer(number))
		HASH_FIND(hh, s->all, &id, sizeof(id), found);
	return found;
}

/* What the code of the frames calls itself. */
static void
note_modules(struct record_stack *n, const json_t *line)
{
	const json_t *frames = json_object_get(line, "frames");
	struct str names = {0};

	n->whole = !json_is_true(json_object_get(line, "truncated")) &&
	    json_object_get(line, "why") == NULL;
	for (size_t i = 0; i < json_array_size(frames); i++) {
		const json_t *f = json_array_get(frames, i);
		const char *kind = record_text(f, "kind");
		const char *module = record_text(f, "module");

		if (kind == NULL || strcmp(kind, "python") != 0)
			continue;
		if (module == NULL || strcmp(module, "?") == 0) {
			n->whole = false;
			continue;
		}
		record_bytes(&names, module);
		str_add_char(&names, '\0');
	}
	n->whole &= !names.failed;
	n->modules = names.buf;
	n->modules_len = names.failed ? 0 : names.len;
}

enum when_is
record_stack_stands(const struct record_stacks *s, const json_t *line,
    const struct when *w)
{
	const struct record_stack *n = find(s, json_object_get(line, "stack"));

	if (n == NULL)
		return WHEN_UNKNOWN;
	for (size_t at = 0; at < n->modules_len;
	     at += strlen(n->modules + at) + 1)
		if (when_means(w, n->modules + at))
			return WHEN_IS;
	return n->whole ? WHEN_NOT : WHEN_UNKNOWN;
}

void
record_stack_note(struct record_stacks *s, const json_t *line)
{
	const json_t *id = json_object_get(line, "id");
	const json_t *frame = best_frame(json_object_get(line, "frames"));
	struct str where = {0};
	struct record_stack *n;

	if (!json_is_integer(id) || find(s, id) != NULL ||
	    s->count == RECORD_STACKS_MAX)
		return;
	if (frame != NULL)
		add_where(&where, frame);
	n = calloc(1, sizeof(*n));
	if (n == NULL || where.failed) {
		free(n);
		str_done(&where);
		return;
	}
	n->id = json_integer_value(id);
	n->where = where.buf;
	note_modules(n, line);
	HASH_ADD(hh, s->all, id, sizeof(n->id), n);
	s->count++;
}

const char *
record_stack_where(const struct record_stacks *s, const json_t *line)
{
	const struct record_stack *n = find(s, json_object_get(line, "stack"));

	return n != NULL ? n->where : NULL;
}

void
record_stack_done(struct record_stacks *s)
{
	struct record_stack *n, *next;

	HASH_ITER(hh, s->all, n, next) {
		HASH_DEL(s->all, n);
		free(n->where);
		free(n->modules);
		free(n);
	}
	*s = (struct record_stacks){0};
}
