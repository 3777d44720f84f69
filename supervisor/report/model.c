/* A run as its record tells it. */
#include "report/model.h"

#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "base/str.h"
#include "report/note.h"

static void
read_lines(struct model *m, struct record *r, struct faults *f)
{
	struct line l = {0};
	json_t *line;

	while ((line = record_next(r, f)) != NULL) {
		const char *event;

		record_restore(line);
		event = record_text(line, "event");
		if (event != NULL)
			note_event(m, line, event);
		else if (line_read(&l, line))
			note_call(m, &l);
		json_decref(line);
	}
	line_done(&l);
}

int
model_read(struct model *ret, const char *path, enum model_steps steps,
    struct faults *f)
{
	struct model *m = ret;
	struct record r;
	int status;

	*m = (struct model){.want_steps = steps == MODEL_STEPS, .status = -1};
	status = record_open(&r, path, f);
	if (status == 0) {
		m->first = json_incref(r.first);
		record_restore(m->first);
		m->only = json_is_true(json_object_get(m->first, "audit_only"));
		m->where = where_new(m->first);
		if (m->where == NULL) {
			fault_add(f, NULL, 0, 0,
			    "the namespaces of this record are none of ours");
			status = -1;
		}
	}
	if (status == 0)
		read_lines(m, &r, f);
	record_done(&r);
	return fault_any(f) ? -1 : status;
}

static int
by_name(const void *a, const void *b, void *ctx)
{
	const struct thing *const *left = a;
	const struct thing *const *right = b;
	const struct names *names = ctx;
	int order = strcmp(names_text(names, (*left)->key.path),
	    names_text(names, (*right)->key.path));

	if (order != 0)
		return order;
	return (*left)->key.space < (*right)->key.space ? -1 : 1;
}

const struct thing **
model_sorted(const struct model *m, unsigned allowed, unsigned denied,
    size_t *ret_count)
{
	const struct thing **list;
	struct thing *t, *next;
	struct names names = m->names;
	size_t n = 0;

	*ret_count = 0;
	if (HASH_COUNT(m->things) == 0)
		return NULL;
	list = calloc(HASH_COUNT(m->things), sizeof(*list));
	if (list == NULL)
		return NULL;
	HASH_ITER(hh, m->things, t, next) {
		if ((t->allowed & allowed) != 0 || (t->denied & denied) != 0)
			list[n++] = t;
	}
	if (n == 0) {
		free(list);
		return NULL;
	}
	qsort_r(list, n, sizeof(list[0]), by_name, &names);
	*ret_count = n;
	return list;
}

const struct alias *
model_source(const struct model *m, uint32_t file)
{
	struct alias *a = NULL;

	HASH_FIND(hh, m->aliases, &file, sizeof(file), a);
	return a;
}

const struct trace_stack *
model_stack(const struct model *m, int64_t id)
{
	struct trace_stack *s = NULL;

	HASH_FIND(hh, m->stacks, &id, sizeof(id), s);
	return s;
}

size_t
model_denied(const struct model *m)
{
	return m->kinds[DENIED] + m->kinds[REFUSED] + m->kinds[KILLED];
}

void
model_done(struct model *m)
{
	struct thing *t, *next_thing;
	struct alias *a, *next_alias;
	struct trace_stack *s, *next_stack;
	struct rule_use *r, *next_rule;
	struct question *q, *next_question;
	struct unread *u, *next_unread;

	HASH_ITER(hh, m->things, t, next_thing) {
		HASH_DEL(m->things, t);
		free(t);
	}
	HASH_ITER(hh, m->aliases, a, next_alias) {
		HASH_DEL(m->aliases, a);
		free(a);
	}
	HASH_ITER(hh, m->stacks, s, next_stack) {
		HASH_DEL(m->stacks, s);
		free(s->frames);
		free(s);
	}
	HASH_ITER(hh, m->rules, r, next_rule) {
		HASH_DEL(m->rules, r);
		free(r);
	}
	HASH_ITER(hh, m->questions, q, next_question) {
		HASH_DEL(m->questions, q);
		free(q);
	}
	HASH_ITER(hh, m->unread, u, next_unread) {
		HASH_DEL(m->unread, u);
		free(u);
	}
	note_done(m);
	denials_done(&m->denials);
	names_done(&m->names);
	where_free(m->where);
	json_decref(m->first);
	free(m->procs);
	free(m->places);
	free(m->changes);
	free(m->steps);
	*m = (struct model){0};
}
