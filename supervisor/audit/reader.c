/* Reading a record back. */
#include "audit/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/str.h"

/* What this version reads: json_first() writes it. */
#define FORMAT 1

static void
complain(const struct record *r, struct faults *f, const char *what)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, r->path, strlen(r->path));
	fault_add(f, str_text(&shown), (int)r->number, 0, "%s", what);
}

/* The next line as an object; NULL at the end, or with a fault. */
static json_t *
read_line(struct record *r, struct faults *f)
{
	json_error_t e;
	json_t *o;
	ssize_t n;

	errno = 0;
	n = getline(&r->line, &r->room, r->file);
	if (n < 0) {
		if (ferror(r->file) || errno == ENOMEM)
			complain(r, f, strerror(errno));
		return NULL;
	}
	r->number++;
	str_clear(&r->text);
	record_dress(&r->text, r->line, (size_t)n);
	if (r->text.failed) {
		complain(r, f, strerror(ENOMEM));
		return NULL;
	}
	o = json_loadb(str_text(&r->text), r->text.len, JSON_REJECT_DUPLICATES,
	    &e);
	if (o != NULL && json_is_object(o))
		return o;
	json_decref(o);
	/* Cut off in the middle of a line. */
	if (r->line[n - 1] == '\n' || r->first == NULL)
		complain(r, f, "not a line of a record");
	return NULL;
}

int
record_open(struct record *ret, const char *path, struct faults *f)
{
	struct record *r = ret;

	*r = (struct record){.path = path};
	r->file = fopen(path, "re");
	if (r->file == NULL) {
		complain(r, f, strerror(errno));
		return -1;
	}
	r->first = read_line(r, f);
	if (r->first == NULL) {
		if (!fault_any(f))
			complain(r, f, "empty: not a record of ptsandbox");
		return -1;
	}
	if (record_text(r->first, "ptsandbox") == NULL) {
		complain(r, f, "not a record of ptsandbox (see --audit)");
		return -1;
	}
	if (record_number(r->first, "format", 0) != FORMAT) {
		complain(r, f, "a record of a format that is not known here");
		return -1;
	}
	return 0;
}

json_t *
record_next(struct record *r, struct faults *f)
{
	json_t *o = read_line(r, f);
	const char *event = o != NULL ? record_text(o, "event") : NULL;

	if (event != NULL && strcmp(event, "end") == 0)
		r->ended = true;
	return o;
}

const char *
record_text(const json_t *line, const char *key)
{
	return json_string_value(json_object_get(line, key));
}

double
record_number(const json_t *line, const char *key, double otherwise)
{
	const json_t *n = json_object_get(line, key);

	return json_is_number(n) ? json_number_value(n) : otherwise;
}

void
record_done(struct record *r)
{
	if (r->file != NULL)
		fclose(r->file);
	free(r->line);
	str_done(&r->text);
	json_decref(r->first);
	*r = (struct record){0};
}
