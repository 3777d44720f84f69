/* A run told on a terminal: what did not come to pass as the rules have it, and
 * what people did to them meanwhile. */
#include "report/text.h"

#include <string.h>

#include "audit/words.h"
#include "report/explain.h"
#include "report/source.h"

#define MANY 50

static void
add_more(struct str *to, size_t more)
{
	if (more > 0)
		str_addf(to, "  and %zu more\n", more);
}

static void
add_kind(struct str *to, const struct model *m, enum denial_kind kind,
    const char *title)
{
	struct sources sources = {0};
	size_t i = 0, told = 0, looks = 0;

	if (m->kinds[kind] == 0)
		return;
	str_addf(to, "\n%s (%zu)\n", title, m->kinds[kind]);
	for (const struct denial *n = m->denials.all; n != NULL;
	     n = n->hh.next, i++) {
		if (n->kind != kind)
			continue;
		if (kind == WOULD && n->access == ACC_STAT)
			looks++;
		else if (told++ < MANY)
			text_denial(to, m, n, i, &sources);
	}
	add_more(to, told > MANY ? told - MANY : 0);
	if (looks > 0) {
		str_add(to, "  -  look whether ");
		explain_count(to, looks, "name is there", "names are there");
		str_add(to, " (in a search, most often; --html lists them)\n");
	}
	sources_done(&sources);
}

static void
add_question(struct str *to, const struct model *m, const struct question *q)
{
	cleanup_str struct str line = {0};
	const char *program = names_text(&m->names, q->key.program);
	const char *answer = names_text(&m->names, q->key.answer);

	str_add(to, "  -  ");
	explain_access(to, q->key.access);
	str_add_char(to, ' ');
	words_shown(to, names_text(&m->names, q->key.what));
	str_add_char(to, '\n');
	str_add(&line, "for ");
	words_shown(&line,
	    program != NULL ? words_base(program) : "the command");
	str_addf(&line, ", after %.2f s. The answer %s, and decided ",
	    (double)q->t_us / 1e6, explain_answer(answer));
	explain_count(&line, q->count, "call.", "calls.");
	text_wrap(to, 5, str_text(&line));
}

static void
add_questions(struct str *to, const struct model *m)
{
	size_t told = 0;

	if (m->questions == NULL)
		return;
	str_addf(to, "\nA person was asked (%u)\n", HASH_COUNT(m->questions));
	for (const struct question *q = m->questions; q != NULL; q = q->hh.next)
		if (told++ < MANY)
			add_question(to, m, q);
	add_more(to, told > MANY ? told - MANY : 0);
}

static void
add_changes(struct str *to, const struct model *m)
{
	static const char *const deeds[] = {
	    [CHANGE_GRANT] = "came",
	    [CHANGE_REVOKE] = "was taken away",
	    [CHANGE_FORGET] = "was forgotten",
	};

	if (m->change_count == 0)
		return;
	str_addf(to, "\nRules changed while the job ran (%zu)\n",
	    m->change_count);
	for (size_t i = 0; i < m->change_count && i < MANY; i++) {
		const struct change *c = &m->changes[i];
		const char *profile = names_text(&m->names, c->profile);

		str_addf(to, "  -  after %.2f s, %s %u %s, by process %d",
		    (double)c->t_us / 1e6,
		    c->kind == CHANGE_FORGET ? "answer" : "rule", c->number,
		    deeds[c->kind], (int)c->by);
		if (profile != NULL && strcmp(profile, "main") != 0) {
			str_add(to, ", profile ");
			words_shown(to, profile);
		}
		str_add(to, "\n       ");
		words_shown(to, names_text(&m->names, c->rule));
		str_add_char(to, '\n');
	}
	add_more(to, m->change_count > MANY ? m->change_count - MANY : 0);
}

static void
add_unread(struct str *to, const struct model *m)
{
	size_t told = 0;

	if (m->unread == NULL)
		return;
	str_add(to, "\nWhere in the program it was is not always told of\n");
	for (const struct unread *u = m->unread; u != NULL; u = u->hh.next) {
		const char *program = names_text(&m->names, u->key.program);

		if (told++ >= MANY)
			continue;
		str_add(to, "  ");
		words_shown(to,
		    program != NULL ? words_base(program) : "the command");
		str_add(to, " (");
		explain_count(to, u->count, "process", "processes");
		str_add(to, "): ");
		words_shown(to, names_text(&m->names, u->key.why));
		str_add_char(to, '\n');
	}
	add_more(to, told > MANY ? told - MANY : 0);
}

void
text_more(struct str *to, const struct model *m)
{
	add_kind(to, m, WOULD, "Not enforced: would be denied");
	add_kind(to, m, INJECTED, "Made to go wrong on purpose");
	add_questions(to, m);
	add_changes(to, m);
	add_unread(to, m);
}
