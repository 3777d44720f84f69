/* The lines of a record, as what the run needed.  What was denied is not
 * learned: whoever wants it allowed records it with --audit-only. */
#include "learn/events.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"
#include "audit/words.h"
#include "base/access.h"
#include "base/str.h"

/* The bits of "read,modify"; words that are not known are passed over. */
static unsigned
access_of(const char *words)
{
	unsigned access = 0;

	while (*words != '\0') {
		size_t len = strcspn(words, ",");

		for (unsigned bit = 1; bit <= ACC_SIGNAL; bit <<= 1) {
			const char *word = access_name((enum access)bit);

			if (strlen(word) == len &&
			    memcmp(word, words, len) == 0)
				access |= bit;
		}
		words += len + (words[len] == ',');
	}
	return access;
}

/* One call's line, as far as it is the same for all its objects. */
struct taken {
	const char *program;
	const char *where;
	bool missing; /* it ended with ENOENT */
	bool well;    /* with no error that is known */
	bool profile; /* its program lives under a profile */
};

static struct need *
note(struct needs *n, const char *name, unsigned access, const struct taken *t)
{
	struct need *one = needs_at(n, name, strlen(name));

	if (one == NULL)
		return NULL;
	one->access |= access;
	one->found |= !t->missing;
	one->made |= (access & ACC_CREATE) != 0 && t->well;
	one->gone |= (access & ACC_DELETE) != 0 && t->well;
	if (one->program == NULL && t->program != NULL) {
		one->program = strdup(t->program);
		n->failed |= one->program == NULL;
	}
	if (one->where == NULL && t->where != NULL) {
		one->where = strdup(t->where);
		n->failed |= one->where == NULL;
	}
	return one;
}

/* A member as an int; -1 where it is none. */
static int
int_of(const json_t *line, const char *key)
{
	double n = record_number(line, key, -1);

	return n >= 0 && n <= INT_MAX ? (int)n : -1;
}

/* A file that has a name: not a pipe, and not one that was removed. */
static bool
has_name(const char *path)
{
	static const char removed[] = " (deleted)";
	size_t len = strlen(path), tail = sizeof(removed) - 1;

	return path[0] == '/' && len < PATH_MAX &&
	    (len < tail || strcmp(path + len - tail, removed) != 0);
}

/* The accesses to an object that no rule of the run spoke of: --audit-only
 * allowed them. */
static unsigned
left_open(struct lessons *l, const json_t *o, const struct taken *t)
{
	const char *would = record_text(o, "would");
	unsigned access = would != NULL ? access_of(would) : 0;

	if (access == 0)
		return 0;
	if (t->profile) {
		l->elsewhere++;
		return 0;
	}
	if (record_text(o, "rule") != NULL) {
		l->forbidden++;
		return 0;
	}
	return access;
}

static void
take_object(struct lessons *l, const json_t *o, const struct taken *t)
{
	const char *words = record_text(o, "access");
	const char *text = record_text(o, "path");
	const char *asks = record_text(o, "asks");
	unsigned access = words != NULL ? access_of(words) : 0;
	unsigned asked = asks != NULL ? access_of(asks) : 0;
	cleanup_str struct str bytes = {0};
	const char *path;

	/* No rule was asked about what was only noted. */
	if (text == NULL || json_is_true(json_object_get(o, "noted")))
		return;
	if (l->besides) {
		access = left_open(l, o, t);
		asked = access != 0 ? asked : 0;
	}
	record_bytes(&bytes, text);
	l->files.failed |= bytes.failed;
	path = str_text(&bytes);
	if ((access & ACC_FILES) != 0 && has_name(path)) {
		struct need *n = note(&l->files, path, access & ACC_FILES, t);

		/* What access(2) was told must stay true. */
		if (n != NULL)
			n->access |= asked & ACC_FILES;
	}
	if ((access & ACC_NETWORK) != 0 && strlen(path) < PATH_MAX)
		note(&l->network, path, access & ACC_NETWORK, t);
	if ((access & ACC_RUN) != 0 && has_name(path))
		note(&l->programs, path, ACC_RUN, t);
	l->fork |= (access & ACC_FORK) != 0;
	l->signal |= (access & ACC_SIGNAL) != 0;
}

static void
take_call(struct lessons *l, const json_t *line)
{
	const char *verdict = record_text(line, "verdict");
	const char *err = record_text(line, "errno");
	const json_t *objects = json_object_get(line, "objects");
	struct taken t = {.program = record_text(line, "program"),
	    .where = record_stack_where(&l->stacks, line),
	    .missing = err != NULL && strcmp(err, "ENOENT") == 0,
	    .well = err == NULL,
	    .profile = record_text(line, "profile") != NULL};

	if (verdict == NULL || strcmp(verdict, "allow") != 0) {
		l->skipped++;
		return;
	}
	l->calls++;
	for (size_t i = 0; i < json_array_size(objects); i++)
		take_object(l, json_array_get(objects, i), &t);
}

static void
take_start(struct lessons *l, const json_t *line)
{
	pid_t pid = int_of(line, "pid");
	struct learned_pid *p = NULL;

	HASH_FIND_INT(l->pids, &pid, p);
	if (p != NULL)
		return;
	p = calloc(1, sizeof(*p));
	if (p == NULL) {
		l->files.failed = true;
		return;
	}
	p->pid = pid;
	HASH_ADD_INT(l->pids, pid, p);
}

void
lessons_take(struct lessons *l, const json_t *line)
{
	const char *event = record_text(line, "event");

	if (record_text(line, "call") != NULL)
		take_call(l, line);
	else if (event != NULL && strcmp(event, "start") == 0)
		take_start(l, line);
	else if (event != NULL && strcmp(event, "stack") == 0)
		record_stack_note(&l->stacks, line);
}

void
lessons_next_record(struct lessons *l)
{
	record_stack_done(&l->stacks);
}

bool
lessons_has_pid(const struct lessons *l, pid_t pid)
{
	struct learned_pid *p = NULL;

	HASH_FIND_INT(l->pids, &pid, p);
	return p != NULL;
}

bool
lessons_failed(const struct lessons *l)
{
	return l->files.failed || l->network.failed || l->programs.failed;
}

void
lessons_done(struct lessons *l)
{
	struct learned_pid *p, *next;

	lessons_next_record(l);
	HASH_ITER(hh, l->pids, p, next) {
		HASH_DEL(l->pids, p);
		free(p);
	}
	needs_done(&l->files);
	needs_done(&l->network);
	needs_done(&l->programs);
	json_decref(l->first);
	*l = (struct lessons){0};
}
