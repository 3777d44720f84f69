/* A run told on a terminal: who ran, and what was denied. */
#include "report/text.h"

#include <string.h>

#include "audit/words.h"
#include "report/explain.h"
#include "report/kin.h"
#include "report/source.h"

#define LINES_MAX   40
#define INDENT_MAX  12
#define SECOND      44 /* where the second column stands */
#define DENIED_MAX  50
#define FRAMES_TOLD 6
#define SHOWN_MAX   60 /* bytes of a script's line */

struct listing {
	struct str *to;
	const struct model *m;
	const struct kin *kin;
	unsigned lines;
	size_t left; /* processes that are not told yet */
};

static void
add_ending(struct str *to, const struct model *m, const struct proc *p)
{
	if (p->signal != NAME_NONE) {
		str_add(to, "ended by ");
		words_shown(to, names_text(&m->names, p->signal));
	} else if (p->status >= 0) {
		str_addf(to, "exit status %d", p->status);
	} else {
		str_add(to, "no end recorded");
	}
}

static void
add_process(const struct listing *l, uint32_t at, uint32_t alike,
    unsigned level)
{
	const struct model *m = l->m;
	const struct proc *p = &m->procs[at];
	const char *program = names_text(&m->names, p->program);
	unsigned margin = level < INDENT_MAX ? level : INDENT_MAX;
	size_t start = l->to->len, used;

	str_addf(l->to, "%*s", (int)(2 + 2 * margin), "");
	words_shown(l->to,
	    program != NULL ? words_base(program) : "(no program)");
	if (alike > 1)
		str_addf(l->to, ", %u times", (unsigned)alike);
	else
		str_addf(l->to, " (pid %d)", (int)p->pid);
	used = l->to->len - start;
	str_addf(l->to, "%*s", used + 2 < SECOND ? (int)(SECOND - used) : 2,
	    "");
	add_ending(l->to, m, p);
	if (p->profile != NAME_NONE) {
		str_add(l->to, ", profile ");
		words_shown(l->to, names_text(&m->names, p->profile));
	}
	str_add_char(l->to, '\n');
}

/* At most LINES_MAX deep, for each level has a line. */
static void
add_family(struct listing *l, uint32_t first, unsigned level)
{
	uint32_t next;

	for (uint32_t at = first; at != NO_PROC; at = next) {
		uint32_t alike = kin_alike(l->kin, l->m, at, &next);

		if (l->lines == LINES_MAX)
			return;
		l->lines++;
		l->left -= alike;
		add_process(l, at, alike, level);
		add_family(l, l->kin->child[at], level + 1);
	}
}

void
text_processes(struct str *to, const struct model *m)
{
	struct kin kin;
	struct listing l = {to, m, &kin, 0, m->proc_count};

	if (kin_make(&kin, m) != 0)
		return;
	str_addf(to, "\nProcesses (%zu)\n", m->proc_count);
	if (m->proc_count == 0)
		str_add(to, "  none recorded\n");
	add_family(&l, kin.first, 0);
	if (l.left > 0)
		str_addf(to, "  and %zu more\n", l.left);
	kin_done(&kin);
}

static void
add_source(struct str *to, const char *line)
{
	size_t len;

	if (line == NULL)
		return;
	line += strspn(line, " \t");
	len = strlen(line);
	str_add(to, "           ");
	str_add_shown(to, line, len < SHOWN_MAX ? len : SHOWN_MAX);
	str_add(to, len > SHOWN_MAX ? "...\n" : "\n");
}

/* Where in the script it was: the innermost frames. */
static void
add_stack(struct str *to, const struct model *m, const struct trace_stack *s,
    struct sources *sources)
{
	unsigned told = 0;

	for (uint32_t i = 0; s != NULL && i < s->count; i++) {
		const struct frame *f = &s->frames[i];
		const char *file = names_text(&m->names, f->file);
		const char *function = names_text(&m->names, f->function);

		if (told++ == FRAMES_TOLD) {
			str_addf(to, "         and %u more\n",
			    (unsigned)(s->count - i));
			break;
		}
		str_add(to, i == 0 ? "     at  " : "         ");
		words_shown(to, file != NULL ? file : "(no file)");
		if (f->line > 0)
			str_addf(to, ":%u", (unsigned)f->line);
		if (function != NULL) {
			str_add(to, " in ");
			words_shown(to, function);
		}
		str_add_char(to, '\n');
		add_source(to,
		    source_line(source_of(sources, m, f->file), f->line));
	}
	if (s != NULL && (s->cut || s->why != NAME_NONE)) {
		str_add(to, "         not all of it could be read");
		if (s->why != NAME_NONE) {
			str_add(to, ": ");
			words_shown(to, names_text(&m->names, s->why));
		}
		str_add_char(to, '\n');
	}
}

void
text_denial(struct str *to, const struct model *m, const struct denial *n,
    size_t index, struct sources *sources)
{
	cleanup_str struct str line = {0};
	struct explained e;

	explain_denial(&e, m, n, index);
	str_addf(&line, "%s %s", str_text(&e.did), str_text(&e.what));
	str_add(to, "  -  ");
	str_add(to, str_text(&line));
	str_clear(&line);
	str_add(&line, "by ");
	words_shown(&line,
	    *n->program != '\0' ? words_base(n->program) : "the command");
	str_addf(&line, " (pid %d), ", (int)n->pid);
	explain_count(&line, n->count, "time", "times");
	str_addf(&line, ". %s %s", str_text(&e.reason), str_text(&e.advice));
	str_add_char(to, '\n');
	text_wrap(to, 5, str_text(&line));
	if (e.rule.len > 0)
		str_addf(to, "       - %s\n", str_text(&e.rule));
	if (index < m->place_room)
		add_stack(to, m, model_stack(m, m->places[index].stack),
		    sources);
	explained_done(&e);
}

/* Looks at names that may not even exist are many and tell little: they come
 * as a count. */
void
text_denials(struct str *to, const struct model *m)
{
	struct sources sources = {0};
	size_t i = 0, told = 0, looks = 0, more = 0;

	str_addf(to, "\nDenied (%zu)\n", model_denied(m));
	if (model_denied(m) == 0)
		str_add(to, "  nothing\n");
	for (const struct denial *n = m->denials.all; n != NULL;
	     n = n->hh.next, i++) {
		if (n->kind == WOULD || n->kind == INJECTED)
			continue;
		if (n->kind == DENIED && n->access == ACC_STAT)
			looks++;
		else if (told++ < DENIED_MAX)
			text_denial(to, m, n, i, &sources);
		else
			more++;
	}
	if (more > 0)
		str_addf(to, "  and %zu more\n", more);
	if (looks > 0) {
		str_add(to, "  -  look whether ");
		explain_count(to, looks, "name is there", "names are there");
		str_add(to, " (in a search, most often; --html lists them)\n");
	}
	sources_done(&sources);
}
