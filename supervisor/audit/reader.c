/* Reading a record back. */
#include "audit/reader.h"

#include <errno.h>
#include <string.h>

/* What this version reads: json_first() writes it. */
#define FORMAT 1

/* More than any line of ours: the longest holds a command line, which Linux
 * keeps below 6 MiB (execve(2)). */
#define LINE_MAX_BYTES (8u << 20)

static void
complain(const struct record *r, struct faults *f, const char *what)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, r->path, strlen(r->path));
	fault_add(f, str_text(&shown), (int)r->number, 0, "%s", what);
}

/* Reads one line, without its end, into r->line; `whole` tells that it had one.
 * An empty one is the end of the file.  Returns 0, or -errno. */
static int
take_line(struct record *r, bool *whole)
{
	int c;

	str_clear(&r->line);
	*whole = false;
	errno = 0;
	while ((c = getc_unlocked(r->file)) != EOF) {
		if (r->line.len >= LINE_MAX_BYTES)
			return -EMSGSIZE;
		str_add_char(&r->line, (char)c);
		if (c == '\n') {
			*whole = true;
			break;
		}
	}
	if (r->line.failed)
		return -ENOMEM;
	if (ferror(r->file))
		return errno != 0 ? -errno : -EIO;
	if (r->line.len > 0)
		r->number++;
	return 0;
}

static json_t *
load(const struct str *line)
{
	json_error_t e;
	json_t *o =
	    json_loadb(str_text(line), line->len, JSON_REJECT_DUPLICATES, &e);

	if (json_is_object(o))
		return o;
	json_decref(o);
	return NULL;
}

/* The next line as an object; NULL at the end, or with a fault. */
static json_t *
read_line(struct record *r, struct faults *f)
{
	bool whole;
	json_t *o;
	int err = take_line(r, &whole);

	if (err != 0)
		complain(r, f,
		    err == -EMSGSIZE ? "a line of over 8 MiB: not a record"
				     : strerror(-err));
	if (err != 0 || r->line.len == 0)
		return NULL;
	str_clear(&r->text);
	record_dress(&r->text, str_text(&r->line), r->line.len);
	if (r->text.failed) {
		complain(r, f, strerror(ENOMEM));
		return NULL;
	}
	o = load(&r->text);
	if (o != NULL)
		return o;
	/* Cut off in the middle of a line. */
	if (whole || r->first == NULL)
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
	str_done(&r->line);
	str_done(&r->text);
	json_decref(r->first);
	*r = (struct record){0};
}
