/* One line of a record on a call, as the event that it was. */
#include "report/line.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"

/* A hundred years: no run lasts longer. */
#define LONGEST_S 3.2e9

uint64_t
line_time(const json_t *from)
{
	double t = record_number(from, "t", 0);

	if (!(t > 0))
		return 0;
	return (uint64_t)((t < LONGEST_S ? t : LONGEST_S) * 1e6 + 0.5);
}

pid_t
line_pid(const json_t *from, const char *key)
{
	double pid = record_number(from, key, 0);

	return pid >= 1 && pid <= INT_MAX ? (pid_t)pid : 0;
}

int64_t
line_stack(const json_t *from, const char *key)
{
	double id = record_number(from, key, -1);

	return id >= 0 && id <= 1e15 ? (int64_t)id : -1;
}

static unsigned
access_of(const char *word, size_t len)
{
	for (unsigned bit = 1; bit <= ACC_SIGNAL; bit <<= 1) {
		const char *name = access_name((enum access)bit);

		if (strlen(name) == len && memcmp(name, word, len) == 0)
			return bit;
	}
	return 0;
}

unsigned
line_access(const char *words)
{
	unsigned access = 0;

	while (words != NULL && *words != '\0') {
		size_t len = strcspn(words, ",");

		access |= access_of(words, len);
		words += len;
		words += *words == ',';
	}
	return access;
}

/* Takes "file:line" apart.  The file goes to l->rules; its offset is kept in
 * place of the text until all are there, for they may move. */
static void
read_rule(struct line *l, struct event_object *o, const char *rule,
    size_t *ret_offset)
{
	const char *colon = rule != NULL ? strrchr(rule, ':') : NULL;
	long line = colon != NULL ? strtol(colon + 1, NULL, 10) : 0;

	*ret_offset = SIZE_MAX;
	if (colon == NULL)
		return;
	o->line = line > 0 && line <= INT_MAX ? (int)line : 0;
	*ret_offset = l->rules.len;
	str_add_bytes(&l->rules, rule, (size_t)(colon - rule));
	str_add_char(&l->rules, '\0');
}

static void
read_objects(struct line *l, const json_t *list)
{
	size_t offset[EVENT_OBJECTS] = {0};
	size_t i;
	const json_t *from;

	str_clear(&l->rules);
	json_array_foreach(list, i, from)
	{
		struct event_object *o = &l->e.object[l->e.objects];

		if (l->e.objects == EVENT_OBJECTS)
			break;
		*o = (struct event_object){
		    .access = line_access(record_text(from, "access")),
		    .named = record_text(from, "named"),
		    .path = record_text(from, "path"),
		    .denied = json_is_true(json_object_get(from, "denied")),
		    .asked = record_text(from, "asked"),
		    .would = line_access(record_text(from, "would")),
		    .injected = json_is_true(json_object_get(from, "injected")),
		};
		read_rule(l, o, record_text(from, "rule"),
		    &offset[l->e.objects]);
		if (o->path != NULL)
			l->e.objects++;
	}
	for (i = 0; i < l->e.objects && !l->rules.failed; i++)
		if (offset[i] != SIZE_MAX)
			l->e.object[i].file = l->rules.buf + offset[i];
}

static void
read_verdict(struct line *l, const json_t *from)
{
	l->verdict = record_text(from, "verdict");
	if (l->verdict == NULL)
		l->verdict = "allow";
	l->e.killed = strcmp(l->verdict, "kill") == 0;
	l->e.refused = strcmp(l->verdict, "refuse") == 0;
	l->e.denied = strcmp(l->verdict, "deny") == 0;
	l->e.would = record_text(from, "would");
	l->e.injected = json_is_true(json_object_get(from, "injected"));
	l->e.builtin = record_text(from, "why");
	l->err = record_text(from, "errno");
	l->how = record_text(from, "how");
}

bool
line_read(struct line *ret, const json_t *from)
{
	struct line *l = ret;
	struct str rules = l->rules;
	const struct call_def *last = l->last;

	*l = (struct line){.rules = rules};
	l->call = record_text(from, "call");
	if (l->call == NULL)
		return false;
	l->t_us = line_time(from);
	l->e.pid = line_pid(from, "pid");
	l->e.tid = line_pid(from, "tid");
	l->e.program = record_text(from, "program");
	l->e.profile = record_text(from, "profile");
	l->class = record_text(from, "class");
	l->stack = line_stack(from, "stack");
	l->stack_why = record_text(from, "stack_why");
	read_objects(l, json_object_get(from, "objects"));
	read_verdict(l, from);
	/* Most calls are made many times in a row. */
	l->e.def = last != NULL && strcmp(last->name, l->call) == 0
	    ? last
	    : catalog_named(l->call);
	l->last = l->e.def;
	if (l->e.def == NULL) {
		l->def = (struct call_def){
		    .name = l->call,
		    .why = "no kernel that we know has it",
		};
		l->e.def = &l->def;
	}
	return true;
}

void
line_done(struct line *l)
{
	str_done(&l->rules);
	*l = (struct line){0};
}
