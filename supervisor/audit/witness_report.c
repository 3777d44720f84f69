/* The report on what was expected: for people, as JSON, and as the XML that
 * JUnit's readers take. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "audit/witness_in.h"
#include "audit/words.h"

void
witness_words(const struct expectation *x, struct str *to)
{
	str_add(to, x->key);
	switch (x->kind) {
	case EXPECT_SOME: break;
	case EXPECT_NOT: str_add(to, " not"); break;
	case EXPECT_ONLY:
		str_add(to, x->words != NULL ? " only" : " none");
		break;
	case EXPECT_AT_MOST:
	case EXPECT_PROCESSES:
		str_addf(to, " %llu", (unsigned long long)x->limit);
		break;
	case EXPECT_STATUS:
		for (int i = 0; i < 256; i++)
			if (x->status[i])
				str_addf(to, " %d", i);
		break;
	}
	for (const struct expect_word *w = x->words; w != NULL; w = w->next)
		str_addf(to, "%s%s", w == x->words ? " " : ", ", w->text);
}

static const char *
times(uint64_t n)
{
	return n == 1 ? "once" : "times";
}

void
witness_why(const struct witness *w, const struct standing *s, struct str *to)
{
	unsigned long long n = s->count;

	switch (s->x->kind) {
	case EXPECT_SOME:
		str_add(to, s->passed ? "it happened" : "it never happened");
		return;
	case EXPECT_STATUS: str_addf(to, "it was %d", w->status); return;
	case EXPECT_PROCESSES:
		str_addf(to, "there were %llu",
		    (unsigned long long)w->processes);
		return;
	case EXPECT_AT_MOST:
		str_addf(to, "it was opened %llu %s", n, "times");
		return;
	case EXPECT_NOT:
	case EXPECT_ONLY: break;
	}
	if (n == 0)
		str_add(to, "nothing of the kind happened");
	else if (n == 1)
		str_addf(to, "it happened %s", times(n));
	else
		str_addf(to, "it happened %llu %s", n, times(n));
}

void
witness_evidence(const struct evidence *e, struct str *to)
{
	str_addf(to, "%u.%06u s, pid %d ", (unsigned)(e->t_ns / 1000000000u),
	    (unsigned)(e->t_ns % 1000000000u / 1000u), (int)e->pid);
	words_shown(to, e->program != NULL ? words_base(e->program) : "?");
	if (e->where != NULL) {
		str_add(to, " (");
		words_shown(to, e->where);
		str_add_char(to, ')');
	}
	str_add(to, ": ");
	words_shown(to, e->call != NULL ? e->call : "?");
	if (e->path != NULL) {
		str_add_char(to, ' ');
		words_shown(to, e->path);
	}
}

static void
add_place(const struct standing *s, struct str *to)
{
	str_addf(to, "%s:%zu:%zu", s->x->file, s->x->line, s->x->column);
}

/* "FILE:LINE:COLUMN: failed: reads not x: it happened once; 0.1 s, ..." */
static void
add_line(const struct witness *w, const struct standing *s, struct str *to)
{
	add_place(s, to);
	str_addf(to, ": %s: ", s->passed ? "passed" : "failed");
	witness_words(s->x, to);
	str_add(to, ": ");
	witness_why(w, s, to);
	if (!s->has_evidence)
		return;
	str_add(to, s->count > 1 ? "; first at " : "; ");
	witness_evidence(&s->evidence, to);
}

void
witness_failures(const struct witness *w, void (*tell)(const char *line))
{
	for (size_t i = 0; i < w->count; i++) {
		cleanup_str struct str line = {0};

		if (w->all[i].passed)
			continue;
		add_line(w, &w->all[i], &line);
		tell(str_text(&line));
	}
}

static void
report_text(const struct witness *w, struct str *to)
{
	for (size_t i = 0; i < w->count; i++) {
		add_line(w, &w->all[i], to);
		str_add_char(to, '\n');
	}
	str_addf(to, "%zu of %zu expectations passed\n", w->count - w->failed,
	    w->count);
}

static void
member(struct str *to, const char *key, const char *text)
{
	str_addf(to, ",\"%s\":", key);
	if (text != NULL)
		str_add_json(to, text, strlen(text));
	else
		str_add(to, "null");
}

static void
json_one(const struct witness *w, const struct standing *s, struct str *to)
{
	cleanup_str struct str place = {0}, words = {0}, why = {0};
	const struct evidence *e = &s->evidence;

	add_place(s, &place);
	witness_words(s->x, &words);
	witness_why(w, s, &why);
	str_addf(to, "{\"passed\":%s", s->passed ? "true" : "false");
	member(to, "place", str_text(&place));
	member(to, "expect", str_text(&words));
	member(to, "why", str_text(&why));
	str_add(to, ",\"evidence\":");
	if (!s->has_evidence) {
		str_add(to, "null}");
		return;
	}
	str_addf(to, "{\"t\":%u.%06u,\"pid\":%d",
	    (unsigned)(e->t_ns / 1000000000u),
	    (unsigned)(e->t_ns % 1000000000u / 1000u), (int)e->pid);
	member(to, "program", e->program);
	member(to, "call", e->call);
	member(to, "path", e->path);
	member(to, "where", e->where);
	str_add(to, "}}");
}

static void
report_json(const struct witness *w, struct str *to)
{
	str_addf(to,
	    "{\"ptsandbox\":\"" PTS_VERSION
	    "\",\"format\":1,\"status\":%d,\"passed\":%zu,\"failed\":%zu,"
	    "\"expectations\":[\n",
	    w->status, w->count - w->failed, w->failed);
	for (size_t i = 0; i < w->count; i++) {
		str_add(to, i > 0 ? ",\n" : "");
		json_one(w, &w->all[i], to);
	}
	str_add(to, "\n]}\n");
}

/* Text that was already made fit to be shown, so that no control is in it; but
 * U+FFFE and U+FFFF are no characters of XML (section 2.2 of XML 1.0). */
static void
add_xml(struct str *to, const char *text)
{
	for (; *text != '\0'; text++) {
		if (strncmp(text, "\xef\xbf\xbe", 3) == 0 ||
		    strncmp(text, "\xef\xbf\xbf", 3) == 0) {
			str_add(to, "\xef\xbf\xbd");
			text += 2;
			continue;
		}
		switch (*text) {
		case '&': str_add(to, "&amp;"); break;
		case '<': str_add(to, "&lt;"); break;
		case '>': str_add(to, "&gt;"); break;
		case '"': str_add(to, "&quot;"); break;
		default: str_add_char(to, *text);
		}
	}
}

static void
junit_one(const struct witness *w, const struct standing *s, struct str *to)
{
	cleanup_str struct str name = {0}, why = {0}, evidence = {0};

	add_place(s, &name);
	str_add_char(&name, ' ');
	witness_words(s->x, &name);
	witness_why(w, s, &why);
	str_add(to, "  <testcase classname=\"expect\" name=\"");
	add_xml(to, str_text(&name));
	if (s->passed) {
		str_add(to, "\"/>\n");
		return;
	}
	str_add(to, "\">\n    <failure message=\"");
	add_xml(to, str_text(&why));
	str_add(to, "\">");
	if (s->has_evidence)
		witness_evidence(&s->evidence, &evidence);
	add_xml(to, str_text(&evidence));
	str_add(to, "</failure>\n  </testcase>\n");
}

static void
report_junit(const struct witness *w, struct str *to)
{
	str_addf(to,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuite name=\"ptsandbox\" tests=\"%zu\" failures=\"%zu\" "
	    "errors=\"0\" skipped=\"0\">\n",
	    w->count, w->failed);
	for (size_t i = 0; i < w->count; i++)
		junit_one(w, &w->all[i], to);
	str_add(to, "</testsuite>\n");
}

enum witness_form
witness_form_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	if (dot != NULL && strcmp(dot, ".json") == 0)
		return FORM_JSON;
	return dot != NULL && strcmp(dot, ".xml") == 0 ? FORM_JUNIT : FORM_TEXT;
}

void
witness_report(const struct witness *w, enum witness_form form, struct str *to)
{
	switch (form) {
	case FORM_TEXT: report_text(w, to); break;
	case FORM_JSON: report_json(w, to); break;
	case FORM_JUNIT: report_junit(w, to); break;
	}
}
