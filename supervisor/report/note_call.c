/* Lines on calls: what was touched, by whom, and by which rule. */
#include <stdlib.h>
#include <string.h>

#include "report/note.h"

static enum step_verdict
verdict_of(const struct event *e)
{
	if (e->killed)
		return STEP_KILLED;
	if (e->refused)
		return STEP_REFUSED;
	return e->denied ? STEP_DENIED : STEP_ALLOWED;
}

static bool
step_denied(enum step_verdict v)
{
	return v == STEP_DENIED || v == STEP_REFUSED || v == STEP_KILLED;
}

static uint32_t
rule_name(struct model *m, const struct event_object *o)
{
	cleanup_str struct str name = {0};

	if (o->file == NULL)
		return NAME_NONE;
	str_addf(&name, "%s:%d", o->file, o->line);
	return names_number(&m->names, str_text(&name));
}

static void
count_rule(struct model *m, uint32_t name, enum step_verdict v)
{
	struct rule_use *r = NULL;

	if (name < NAME_FIRST)
		return;
	HASH_FIND(hh, m->rules, &name, sizeof(name), r);
	if (r == NULL) {
		r = calloc(1, sizeof(*r));
		if (r == NULL) {
			m->lost++;
			return;
		}
		r->name = name;
		HASH_ADD(hh, m->rules, name, sizeof(r->name), r);
	}
	r->allowed += v == STEP_ALLOWED;
	r->would += v == STEP_WOULD;
	r->injected += v == STEP_INJECTED;
	r->denied += step_denied(v);
}

static void
add_alias(struct model *m, uint32_t name, const struct thing *t)
{
	struct alias *a = NULL;

	if (name < NAME_FIRST || HASH_COUNT(m->aliases) >= 2 * THINGS_MAX)
		return;
	HASH_FIND(hh, m->aliases, &name, sizeof(name), a);
	if (a != NULL || (a = calloc(1, sizeof(*a))) == NULL)
		return;
	a->name = name;
	a->path = t->key.path;
	a->space = t->key.space;
	HASH_ADD(hh, m->aliases, name, sizeof(a->name), a);
}

/* Who reads /x/__pycache__/y.cpython-311.pyc knows what /x/y.py says: PEP 3147.
 */
static void
add_compiled(struct model *m, const char *path, uint32_t space)
{
	static const char folder[] = "/__pycache__/";
	const char *at = strstr(path, folder), *base, *dot;
	cleanup_str struct str name = {0};
	struct thing source = {.key.space = space};

	if (at == NULL)
		return;
	base = at + strlen(folder);
	dot = strchr(base, '.');
	if (dot == NULL || memchr(base, '/', (size_t)(dot - base)) != NULL)
		return;
	str_add_bytes(&name, path, (size_t)(at - path) + 1);
	str_add_bytes(&name, base, (size_t)(dot - base));
	str_add(&name, ".py");
	source.key.path = names_number(&m->names, str_text(&name));
	add_alias(m, source.key.path, &source);
}

static void
note_thing(struct model *m, const struct event_object *o, unsigned space,
    bool denied, uint32_t path, uint32_t named)
{
	struct thing *t = NULL,
		     key = {
			 .key = {path, space}
        };

	HASH_FIND(hh, m->things, &key.key, sizeof(key.key), t);
	if (t == NULL) {
		if (path < NAME_FIRST || HASH_COUNT(m->things) >= THINGS_MAX ||
		    (t = calloc(1, sizeof(*t))) == NULL) {
			m->lost++;
			return;
		}
		t->key = key.key;
		HASH_ADD(hh, m->things, key, sizeof(t->key), t);
	}
	if (denied) {
		t->denied |= o->access;
	} else {
		if ((o->access & ACC_READ) != 0 &&
		    (t->allowed & ACC_READ) == 0) {
			add_alias(m, path, t);
			add_compiled(m, o->path, space);
		}
		if ((o->access & ACC_READ) != 0)
			add_alias(m, named, t);
		t->allowed |= o->access;
		t->would |= o->would;
	}
	t->count++;
}

static bool
place_room(struct model *m)
{
	size_t room = m->place_room != 0 ? m->place_room * 2 : 64;
	struct denial_place *more;

	if (m->denials.count <= m->place_room)
		return true;
	more = realloc(m->places, room * sizeof(*more));
	if (more == NULL)
		return false;
	memset(more + m->place_room, 0, (room - m->place_room) * sizeof(*more));
	m->places = more;
	m->place_room = room;
	return true;
}

static void
note_denial(struct model *m, const struct line *l, const struct event_object *o,
    uint32_t rule)
{
	size_t at = m->denials.count;
	const struct denial *n = denials_note(&m->denials, &l->e, o, 0);
	pid_t about = 0;

	if (n == NULL)
		return;
	m->kinds[n->kind]++;
	/* The entry stays without a place: nothing is read beyond the room. */
	if (!place_room(m)) {
		m->lost++;
		return;
	}
	if (o != NULL && strncmp(o->path, "pid ", 4) == 0)
		about = (pid_t)strtol(o->path + 4, NULL, 10);
	m->places[at] = (struct denial_place){
	    .t_us = l->t_us,
	    .stack = l->stack,
	    .rule = rule,
	    .asked = names_number(&m->names, o != NULL ? o->asked : NULL),
	    .would = names_number(&m->names, l->e.would),
	    .err = names_number(&m->names, l->err),
	    .in_job = about == 0 || note_lives(m, about),
	};
}

static void
add_step(struct model *m, const struct step *s)
{
	size_t room = m->step_room != 0 ? m->step_room * 2 : 4096;

	if (m->step_count >= STEPS_MAX) {
		m->lost_steps++;
		return;
	}
	if (m->step_count == m->step_room) {
		struct step *more = realloc(m->steps, room * sizeof(*more));

		if (more == NULL) {
			m->lost_steps++;
			return;
		}
		m->steps = more;
		m->step_room = room;
	}
	m->steps[m->step_count++] = *s;
}

/* Of a denied call, the objects that did not decide were not touched; of one
 * that failed, none, as far as the record tells: what the kernel answered to a
 * call that it ran is not in it. */
static bool
counts(const struct line *l, const struct event_object *o)
{
	return o->denied ||
	    (verdict_of(&l->e) == STEP_ALLOWED && l->err == NULL);
}

static enum step_verdict
object_verdict(const struct line *l, const struct event_object *o)
{
	enum step_verdict v = verdict_of(&l->e);

	if (o->denied)
		return v != STEP_ALLOWED ? v : STEP_DENIED;
	if (o->would != 0)
		return STEP_WOULD;
	return o->injected ? STEP_INJECTED : STEP_ALLOWED;
}

static void
note_object(struct model *m, const struct line *l, const struct event_object *o,
    struct step *s)
{
	s->path = names_number(&m->names, o->path);
	s->named = NAME_NONE;
	if (o->named != NULL && strcmp(o->named, o->path) != 0)
		s->named = names_number(&m->names, o->named);
	s->rule = rule_name(m, o);
	s->access = o->access;
	s->asked = names_number(&m->names, o->asked);
	s->verdict = object_verdict(l, o);
	if (counts(l, o)) {
		note_thing(m, o, where_space(m->where, l->e.profile), o->denied,
		    s->path, s->named);
		count_rule(m, s->rule, s->verdict);
	} else if (o->injected) {
		count_rule(m, s->rule, STEP_INJECTED);
	}
	if (s->verdict != STEP_ALLOWED)
		note_denial(m, l, o, s->rule);
	if (o->asked != NULL)
		note_question(m, l, o);
}

static void
note_objects(struct model *m, const struct line *l, struct step *s)
{
	bool any_denied = false;
	bool would = false;

	for (unsigned i = 0; i < l->e.objects; i++) {
		any_denied = any_denied || l->e.object[i].denied;
		would = would || l->e.object[i].would != 0;
		note_object(m, l, &l->e.object[i], s);
		if (m->want_steps)
			add_step(m, s);
	}
	m->only = m->only || would;
	if (would && s->proc != NO_PROC)
		m->procs[s->proc].would++;
	if (verdict_of(&l->e) != STEP_ALLOWED && !any_denied)
		note_denial(m, l, NULL, NAME_NONE);
	if (l->e.objects == 0 && m->want_steps)
		add_step(m, s);
}

void
note_call(struct model *m, const struct line *l)
{
	struct step s = {
	    .t_us = l->t_us,
	    .proc = note_proc(m, l->e.pid, l->t_us),
	    .call = names_number(&m->names, l->call),
	    .why = names_number(&m->names, l->e.builtin),
	    .err = names_number(&m->names, l->err),
	    .stack = l->stack,
	    .verdict = verdict_of(&l->e),
	};

	m->calls++;
	m->calls_denied += s.verdict != STEP_ALLOWED;
	if (l->t_us > m->end_us)
		m->end_us = l->t_us;
	if (s.proc != NO_PROC) {
		struct proc *p = &m->procs[s.proc];

		p->calls++;
		p->denied += s.verdict != STEP_ALLOWED;
		if (l->t_us > p->end_us)
			p->end_us = l->t_us;
		if (p->program == NAME_NONE)
			p->program = names_number(&m->names, l->e.program);
		if (l->e.profile != NULL || p->profile != NAME_NONE)
			p->profile = names_number(&m->names,
			    l->e.profile != NULL ? l->e.profile : "main");
	}
	if (l->stack_why != NULL)
		note_unread(m, l);
	note_objects(m, l, &s);
}
