/* Every call of a record as comma-separated values: RFC 4180.  Read from the
 * record as it is printed, so that its length does not matter. */
#include <string.h>

#include "audit/reader.h"
#include "audit/words.h"
#include "base/str.h"
#include "report/line.h"
#include "report/outputs.h"

/* A cell.  Spreadsheets take what begins with one of = + - @ for a formula, and
 * a job may name its files so: an apostrophe in front makes it a text. */
static void
add_cell(struct str *to, const char *text)
{
	cleanup_str struct str shown = {0};

	words_shown(&shown, text != NULL ? text : "");
	str_add_char(to, '"');
	if (shown.len > 0 && strchr("=+-@", shown.buf[0]) != NULL)
		str_add_char(to, '\'');
	for (const char *c = str_text(&shown); *c != '\0'; c++) {
		if (*c == '"')
			str_add_char(to, '"');
		str_add_char(to, *c);
	}
	str_add_char(to, '"');
}

static void
add_cells(struct str *to, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str_add_char(to, ',');
		add_cell(to, cells[i]);
	}
}

/* A call, for one of its objects, or (o NULL) as it is without any. */
static void
add_call(struct str *to, const struct line *l, const struct event_object *o)
{
	cleanup_str struct str access = {0}, rule = {0}, would = {0};
	const char *profile = l->e.profile != NULL ? l->e.profile : "main";

	words_access(&access, o != NULL ? o->access : 0, ",");
	words_access(&would, o != NULL ? o->would : 0, ",");
	if (o != NULL && o->file != NULL)
		str_addf(&rule, "%s:%d", o->file, o->line);
	str_addf(to, "%llu.%06u,%d,%d",
	    (unsigned long long)(l->t_us / 1000000u),
	    (unsigned)(l->t_us % 1000000u), (int)l->e.pid, (int)l->e.tid);
	add_cells(to,
	    (const char *const[]){
		l->e.program,
		l->call,
		l->class,
		l->verdict,
		str_text(&access),
		o != NULL ? o->path : NULL,
		o != NULL ? o->named : NULL,
		o != NULL && o->denied ? "yes" : "no",
		str_text(&rule),
		l->err,
		l->how,
		l->e.builtin,
		profile,
		str_text(&would),
		o != NULL ? o->asked : NULL,
		(o != NULL ? o->injected : l->e.injected) ? "yes" : "no",
	    },
	    16);
	str_add(to, "\r\n");
}

static void
add_line(struct str *to, const struct line *l)
{
	if (l->e.objects == 0)
		add_call(to, l, NULL);
	for (unsigned i = 0; i < l->e.objects; i++)
		add_call(to, l, &l->e.object[i]);
}

int
output_csv(const char *record, struct faults *f)
{
	cleanup_str struct str text = {0};
	struct line l = {0};
	struct record r;
	json_t *line;

	if (record_open(&r, record, f) != 0) {
		record_done(&r);
		return -1;
	}
	str_add(&text,
	    "t,pid,tid,program,call,class,verdict,access,path,named,denied,"
	    "rule,errno,how,why,profile,would,asked,injected\r\n");
	while ((line = record_next(&r, f)) != NULL) {
		record_restore(line);
		if (record_text(line, "event") == NULL && line_read(&l, line))
			add_line(&text, &l);
		json_decref(line);
		fwrite(str_text(&text), 1, text.len, stdout);
		str_clear(&text);
	}
	fwrite(str_text(&text), 1, text.len, stdout);
	line_done(&l);
	record_done(&r);
	return fault_any(f) ? -1 : 0;
}
