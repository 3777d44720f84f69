/* The long parts of the JSON of a page: the steps, a column each, for that is
 * half of the bytes; the stacks, and the lines of the scripts that they name.
 */
#include <stddef.h>

#include "report/data.h"
#include "report/source.h"

/* Lines before and behind the one that a frame names. */
#define AROUND 2u

/* No more lines than this are shown in a page. */
#define LINES_MAX 100000u

/* Longer lines are no help, and a script may have one of a megabyte. */
#define LINE_SHOWN 400u

#define BLOCK 65536u

/* One number of each step.  Times are told as what they are more than the last
 * one: shorter, and they never go back. */
static void
add_column(struct data *d, const char *key, size_t offset)
{
	str_addf(&d->block, "\"%s\":[", key);
	for (size_t i = 0; i < d->m->step_count; i++) {
		const char *step = (const char *)&d->m->steps[i];
		uint32_t value =
		    *(const uint32_t *)(const void *)(step + offset);

		if (value == NO_PROC)
			str_addf(&d->block, "%s-1", i > 0 ? "," : "");
		else
			str_addf(&d->block, "%s%u", i > 0 ? "," : "",
			    (unsigned)value);
		if (d->block.len >= BLOCK)
			data_flush(d);
	}
	str_add(&d->block, "],");
}

static void
add_times(struct data *d)
{
	uint64_t last = 0;

	str_add(&d->block, "\"t\":[");
	for (size_t i = 0; i < d->m->step_count; i++) {
		uint64_t t = d->m->steps[i].t_us;

		t = t > last ? t : last;
		str_addf(&d->block, "%s%llu", i > 0 ? "," : "",
		    (unsigned long long)(t - last));
		last = t;
		if (d->block.len >= BLOCK)
			data_flush(d);
	}
	str_add(&d->block, "],");
}

/* Few steps have a stack. */
static void
add_step_stacks(struct data *d)
{
	const char *comma = "";

	str_add(&d->block, "\"s\":{");
	for (size_t i = 0; i < d->m->step_count; i++) {
		if (d->m->steps[i].stack < 0)
			continue;
		str_addf(&d->block, "%s\"%zu\":%lld", comma, i,
		    (long long)d->m->steps[i].stack);
		comma = ",";
		if (d->block.len >= BLOCK)
			data_flush(d);
	}
	str_add_char(&d->block, '}');
}

void
data_steps(struct data *d)
{
	str_add(&d->block, ",\"steps\":{");
	add_times(d);
	add_column(d, "p", offsetof(struct step, proc));
	add_column(d, "c", offsetof(struct step, call));
	add_column(d, "o", offsetof(struct step, path));
	add_column(d, "n", offsetof(struct step, named));
	add_column(d, "r", offsetof(struct step, rule));
	add_column(d, "w", offsetof(struct step, why));
	add_column(d, "e", offsetof(struct step, err));
	add_column(d, "a", offsetof(struct step, access));
	add_column(d, "v", offsetof(struct step, verdict));
	add_column(d, "k", offsetof(struct step, asked));
	add_step_stacks(d);
	str_add_char(&d->block, '}');
}

/* The lines that frames name, once each. */
struct wanted {
	struct {
		uint32_t file, line;
	} key;
	UT_hash_handle hh;
};

static void
want(struct wanted **all, uint32_t file, uint32_t line)
{
	struct wanted *w = NULL,
		      key = {
			  .key = {file, line}
        };

	HASH_FIND(hh, *all, &key.key, sizeof(key.key), w);
	if (w != NULL || HASH_COUNT(*all) >= LINES_MAX ||
	    (w = calloc(1, sizeof(*w))) == NULL)
		return;
	w->key = key.key;
	HASH_ADD(hh, *all, key, sizeof(w->key), w);
}

static int
by_file(const struct wanted *a, const struct wanted *b)
{
	if (a->key.file != b->key.file)
		return a->key.file < b->key.file ? -1 : 1;
	return a->key.line < b->key.line ? -1 : a->key.line > b->key.line;
}

static void
add_stack(struct data *d, const struct trace_stack *s, struct wanted **all)
{
	str_addf(&d->block, "\"%lld\":{\"frames\":[", (long long)s->id);
	for (uint32_t i = 0; i < s->count; i++) {
		const struct frame *f = &s->frames[i];

		str_addf(&d->block, "%s[%u,%u,%u,%u]", i > 0 ? "," : "",
		    (unsigned)f->file, (unsigned)f->line, (unsigned)f->function,
		    (unsigned)f->kind);
		for (uint32_t n = f->line > AROUND ? f->line - AROUND : 1;
		     f->line > 0 && n <= f->line + AROUND; n++)
			want(all, f->file, n);
	}
	str_addf(&d->block, "],\"cut\":%s,\"why\":%u}",
	    s->cut ? "true" : "false", (unsigned)s->why);
	if (d->block.len >= BLOCK)
		data_flush(d);
}

static void
add_line(struct data *d, uint32_t number, const char *line, const char *comma)
{
	cleanup_str struct str shown = {0};
	size_t len = strlen(line);

	/* A tab is a tab; what else a screen would obey is escaped. */
	for (size_t i = 0, n; i < len && i < LINE_SHOWN; i += n) {
		n = strcspn(line + i, "\t\\");
		str_add_shown(&shown, line + i, n);
		if (line[i + n] != '\0') {
			str_add_char(&shown, line[i + n]);
			n++;
		}
	}
	str_addf(&d->block, "%s\"%u\":", comma, (unsigned)number);
	str_add_json(&d->block, str_text(&shown), shown.len);
}

static void
add_sources(struct data *d, const struct wanted *all)
{
	struct sources sources = {0};
	uint32_t open = NAME_NONE;
	const char *comma = "";

	str_add(&d->block, ",\"sources\":{");
	for (const struct wanted *w = all; w != NULL; w = w->hh.next) {
		const struct source *s = source_of(&sources, d->m, w->key.file);
		const char *line = source_line(s, w->key.line);

		if (line == NULL)
			continue;
		if (w->key.file != open) {
			str_addf(&d->block,
			    "%s\"%u\":{\"changed\":%s,\"lines\":{",
			    open != NAME_NONE ? "}}," : "",
			    (unsigned)w->key.file,
			    s->changed ? "true" : "false");
			open = w->key.file;
			comma = "";
		}
		add_line(d, w->key.line, line, comma);
		comma = ",";
		if (d->block.len >= BLOCK)
			data_flush(d);
	}
	str_add(&d->block, open != NAME_NONE ? "}}}" : "}");
	sources_done(&sources);
}

void
data_stacks(struct data *d)
{
	struct wanted *all = NULL, *w, *next;
	const char *comma = "";

	str_add(&d->block, ",\"stacks\":{");
	for (const struct trace_stack *s = d->m->stacks; s != NULL;
	     s = s->hh.next) {
		str_add(&d->block, comma);
		add_stack(d, s, &all);
		comma = ",";
	}
	str_add_char(&d->block, '}');
	HASH_SORT(all, by_file);
	add_sources(d, all);
	HASH_ITER(hh, all, w, next) {
		HASH_DEL(all, w);
		free(w);
	}
}
