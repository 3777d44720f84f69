/* What a record tells besides calls and processes: what a person was asked, how
 * the rules changed, and which stacks could not be read. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "report/note.h"

void
note_question(struct model *m, const struct line *l,
    const struct event_object *o)
{
	struct question *q = NULL,
			key = {
			    .key = {o->access, names_number(&m->names, o->path),
				    names_number(&m->names, o->asked),
				    names_number(&m->names, l->e.program)},
        };

	HASH_FIND(hh, m->questions, &key.key, sizeof(key.key), q);
	if (q != NULL) {
		q->count++;
		return;
	}
	if (HASH_COUNT(m->questions) >= ASKED_MAX ||
	    (q = calloc(1, sizeof(*q))) == NULL) {
		m->lost++;
		return;
	}
	q->key = key.key;
	q->t_us = l->t_us;
	q->stack = l->stack;
	q->count = 1;
	HASH_ADD(hh, m->questions, key, sizeof(q->key), q);
}

void
note_unread(struct model *m, const struct line *l)
{
	struct unread *u = NULL,
		      key = {
			  .key = {names_number(&m->names, l->e.program),
				  names_number(&m->names, l->stack_why)},
        };

	HASH_FIND(hh, m->unread, &key.key, sizeof(key.key), u);
	if (u != NULL) {
		u->count++;
		return;
	}
	if (HASH_COUNT(m->unread) >= UNREAD_MAX ||
	    (u = calloc(1, sizeof(*u))) == NULL) {
		m->lost++;
		return;
	}
	u->key = key.key;
	u->count = 1;
	HASH_ADD(hh, m->unread, key, sizeof(u->key), u);
}

static bool
change_room(struct model *m)
{
	size_t room = m->change_room != 0 ? m->change_room * 2 : 16;
	struct change *more;

	if (m->change_count >= CHANGES_MAX)
		return false;
	if (m->change_count < m->change_room)
		return true;
	more = realloc(m->changes, room * sizeof(*more));
	if (more == NULL)
		return false;
	m->changes = more;
	m->change_room = room;
	return true;
}

static enum change_kind
kind_of(const char *change)
{
	if (strcmp(change, "grant") == 0)
		return CHANGE_GRANT;
	return strcmp(change, "forget") == 0 ? CHANGE_FORGET : CHANGE_REVOKE;
}

void
note_change(struct model *m, const json_t *line)
{
	const char *change = record_text(line, "change");
	double number = record_number(line, "number", 0);

	if (change == NULL)
		return;
	if (!change_room(m)) {
		m->lost++;
		return;
	}
	m->changes[m->change_count++] = (struct change){
	    .t_us = line_time(line),
	    .rule = names_number(&m->names, record_text(line, "rule")),
	    .profile = names_number(&m->names, record_text(line, "profile")),
	    .number = number >= 1 && number <= INT_MAX ? (unsigned)number : 0,
	    .by = line_pid(line, "by"),
	    .kind = kind_of(change),
	};
}
