/* The parts of the JSON of a page on people: what they were asked, and how they
 * changed the rules; and why stacks are missing. */
#include "report/data.h"
#include "report/explain.h"

static void
add_questions(struct data *d)
{
	const char *comma = "";

	str_add(&d->block, ",\"asked\":[");
	for (const struct question *q = d->m->questions; q != NULL;
	     q = q->hh.next) {
		str_addf(&d->block,
		    "%s{\"access\":%u,\"what\":%u,\"program\":%u,", comma,
		    (unsigned)q->key.access, (unsigned)q->key.what,
		    (unsigned)q->key.program);
		data_key(d, "answer",
		    explain_answer(names_text(&d->m->names, q->key.answer)));
		str_addf(&d->block, "\"t\":%llu,\"count\":%llu,\"stack\":%lld}",
		    (unsigned long long)q->t_us, (unsigned long long)q->count,
		    (long long)q->stack);
		comma = ",";
	}
	str_add_char(&d->block, ']');
	data_flush(d);
}

static void
add_changes(struct data *d)
{
	str_add(&d->block, ",\"changes\":[");
	for (size_t i = 0; i < d->m->change_count; i++) {
		const struct change *c = &d->m->changes[i];

		str_addf(&d->block, "%s[%llu,%d,%u,%u,%u,%d]", i > 0 ? "," : "",
		    (unsigned long long)c->t_us, (int)c->kind, c->number,
		    (unsigned)c->profile, (unsigned)c->rule, (int)c->by);
	}
	str_add_char(&d->block, ']');
	data_flush(d);
}

void
data_more(struct data *d)
{
	const char *comma = "";

	add_questions(d);
	add_changes(d);
	str_add(&d->block, ",\"unread\":[");
	for (const struct unread *u = d->m->unread; u != NULL; u = u->hh.next) {
		str_addf(&d->block, "%s[%u,%u,%llu]", comma,
		    (unsigned)u->key.program, (unsigned)u->key.why,
		    (unsigned long long)u->count);
		comma = ",";
	}
	str_add_char(&d->block, ']');
}
