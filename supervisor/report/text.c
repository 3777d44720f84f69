/* A run told on a terminal: what ran, how it ended, and what it touched. */
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

#include "audit/words.h"
#include "report/explain.h"
#include "report/tree.h"

#define WIDTH  80
#define MANY   20
#define MARGIN 12 /* where the second column of the head stands */

void
text_wrap(struct str *to, unsigned margin, const char *text)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		if (column > margin && column + 1 + len > WIDTH) {
			str_add_char(to, '\n');
			column = 0;
		}
		if (column == 0) {
			str_addf(to, "%*s", (int)margin, "");
			column = margin;
		} else {
			str_add_char(to, ' ');
			column++;
		}
		str_add_bytes(to, text, len);
		column += len;
		text += len;
		text += *text == ' ';
	}
	str_add_char(to, '\n');
}

static size_t
count_of(const struct model *m, unsigned allowed)
{
	size_t n;

	free(model_sorted(m, allowed, 0, &n));
	return n;
}

static void
add_line(struct str *to, const char *label, const struct str *text)
{
	str_addf(to, "%-*s%s\n", MARGIN, label, str_text(text));
}

static void
add_head(struct str *to, const struct model *m)
{
	cleanup_str struct str text = {0};
	size_t at;

	explain_words(&text, m);
	add_line(to, "Command", &text);
	str_clear(&text);
	explain_started(&text, m);
	str_addf(&text, ", for %.2f s", (double)m->end_us / 1e6);
	add_line(to, "Ran", &text);
	str_clear(&text);
	at = to->len;
	explain_end(&text, m);
	text_wrap(to, MARGIN, str_text(&text));
	/* The label goes over the blanks of the first line. */
	if (!to->failed)
		memcpy(to->buf + at, "Ended", strlen("Ended"));
}

static void
add_counts(struct str *to, const struct model *m)
{
	cleanup_str struct str text = {0};

	str_add(&text, "The job was ");
	explain_count(&text, m->proc_count, "process", "processes");
	str_add(&text, ". It read ");
	explain_count(&text, count_of(m, ACC_READ | ACC_EXEC), "file", "files");
	str_addf(&text, ", made %zu, changed %zu and deleted %zu. It reached ",
	    count_of(m, ACC_CREATE), count_of(m, ACC_MODIFY),
	    count_of(m, ACC_DELETE));
	explain_count(&text, count_of(m, ACC_CONNECT | ACC_BIND | ACC_ACCEPT),
	    "host", "hosts");
	if (model_denied(m) == 0)
		str_add(&text, ". Nothing was denied.");
	else
		str_add(&text, ". ");
	if (model_denied(m) > 0) {
		explain_count(&text, model_denied(m), "thing was",
		    "things were");
		str_add(&text, " denied.");
	}
	str_add_char(to, '\n');
	text_wrap(to, 0, str_text(&text));
}

static void
note_done_to(struct str *to, const struct thing *t)
{
	explain_done(to, t->allowed & ACC_WRITE);
}

static void
add_files(struct str *to, const struct model *m, const char *label,
    unsigned access, tree_note_fn *note)
{
	size_t n;
	const struct thing **list = model_sorted(m, access, 0, &n);

	str_addf(to, "\n%s (%zu)\n", label, n);
	if (n == 0)
		str_add(to, "  none\n");
	else
		tree_add(to, &m->names, list, n, note);
	free(list);
}

static void
add_hosts(struct str *to, const struct model *m)
{
	size_t n;
	const struct thing **list = model_sorted(m, ACC_NETWORK, 0, &n);

	str_addf(to, "\nHosts and sockets (%zu)\n", n);
	if (n == 0)
		str_add(to, "  none\n");
	for (size_t i = 0; i < n && i < MANY; i++) {
		str_add(to, "  ");
		words_shown(to, names_text(&m->names, list[i]->key.path));
		str_add(to, "  ");
		explain_done(to, list[i]->allowed & ACC_NETWORK);
		str_add(to, ", ");
		explain_count(to, list[i]->count, "time", "times");
		str_add_char(to, '\n');
	}
	if (n > MANY)
		str_addf(to, "  and %zu more\n", n - MANY);
	free(list);
}

static void
add_lost(struct str *to, const struct model *m)
{
	uint64_t lost = m->lost + m->denials.lost;

	if (lost == 0)
		return;
	str_add_char(to, '\n');
	explain_count(to, lost, "line of the record is", "lines are");
	str_add(to, " not in these lists, which would grow too long.\n");
}

void
text_report(struct str *to, const struct model *m)
{
	add_head(to, m);
	if (m->only)
		text_wrap(to, 0,
		    "NOT ENFORCED: this run was made with --audit-only. What "
		    "the rules forbid was allowed all the same, and stands "
		    "below as what would be denied.");
	add_counts(to, m);
	text_processes(to, m);
	add_files(to, m, "Files read", ACC_READ | ACC_EXEC, NULL);
	add_files(to, m, "Files made, changed or deleted", ACC_WRITE,
	    note_done_to);
	add_hosts(to, m);
	text_denials(to, m);
	text_more(to, m);
	add_lost(to, m);
}
