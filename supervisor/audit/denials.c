/* What was denied, each thing once, with how often. */
#include "audit/denials.h"

#include <stdlib.h>
#include <string.h>

#include "audit/words.h"
#include "base/str.h"

static enum denial_kind
kind_of(const struct event *e, const struct event_object *o)
{
	if (o != NULL && !o->denied)
		return o->would != 0 ? WOULD : INJECTED;
	if (e->killed)
		return KILLED;
	return e->refused ? REFUSED : DENIED;
}

static unsigned
access_of(const struct event_object *o)
{
	if (o == NULL)
		return 0;
	return o->would != 0 ? o->would : o->access;
}

static const char *
reason_of(const struct event *e)
{
	if (e->builtin != NULL)
		return e->builtin;
	return e->def != NULL ? e->def->why : "no kernel that we know has it";
}

/* The strings of an entry, NUL after each: what, program, rule, why, profile.
 * With kind and access in front they are its key, but for a refused call, of
 * which each program is told once together: there the program is left out. */
struct strings {
	const char *text[5];
};

static struct strings
strings_of(const struct event *e, const struct event_object *o,
    struct str *call)
{
	const char *program = e->program != NULL ? e->program : "";
	const char *profile = e->profile != NULL ? e->profile : "main";

	if (o == NULL) {
		words_call(call, e);
		return (struct strings){
		    {str_text(call), program, "", reason_of(e), profile}
                };
	}
	return (struct strings){
	    {
             o->path != NULL ? o->path : "",
             program, o->file != NULL ? o->file : "",
             e->builtin != NULL ? e->builtin : "",
             profile, }
        };
}

static size_t
key_of(struct denials *d, const struct strings *s, unsigned head[2],
    bool with_program)
{
	size_t len = sizeof(unsigned[2]), at = len;

	for (size_t i = 0; i < 5; i++)
		len += strlen(s->text[i]) + 1;
	if (len > d->scratch_size) {
		char *more = realloc(d->scratch, len * 2);

		if (more == NULL)
			return 0;
		d->scratch = more;
		d->scratch_size = len * 2;
	}
	memcpy(d->scratch, head, at);
	for (size_t i = 0; i < 5; i++) {
		const char *text = i == 1 && !with_program ? "" : s->text[i];
		size_t n = strlen(text) + 1;

		memcpy(d->scratch + at, text, n);
		at += n;
	}
	return at;
}

static const char *
copy(char **at, const char *text)
{
	char *start = *at;
	size_t n = strlen(text) + 1;

	memcpy(start, text, n);
	*at += n;
	return start;
}

/* The entry with its key and its strings in one piece. */
static struct denial *
make(struct denials *d, size_t key_len, const struct strings *s,
    const char *where)
{
	struct denial *n = calloc(1, sizeof(*n));
	size_t len = key_len + strlen(where) + 1;
	char *at;

	for (size_t i = 0; i < 5; i++)
		len += strlen(s->text[i]) + 1;
	if (n == NULL)
		return NULL;
	d->bytes += len;
	n->key = malloc(len);
	if (n->key == NULL) {
		free(n);
		return NULL;
	}
	memcpy(n->key, d->scratch, key_len);
	at = n->key + key_len;
	n->what = copy(&at, s->text[0]);
	n->program = copy(&at, s->text[1]);
	n->rule = copy(&at, s->text[2]);
	n->why = copy(&at, s->text[3]);
	n->profile = copy(&at, s->text[4]);
	n->where = copy(&at, where);
	if (*n->rule == '\0')
		n->rule = NULL;
	if (*n->why == '\0')
		n->why = NULL;
	if (*n->where == '\0')
		n->where = NULL;
	if (strcmp(n->profile, "main") == 0)
		n->profile = NULL;
	return n;
}

const struct denial *
denials_note(struct denials *d, const struct event *e,
    const struct event_object *object, int err)
{
	cleanup_str struct str call = {0}, where = {0};
	struct strings s = strings_of(e, object, &call);
	unsigned head[2] = {kind_of(e, object), access_of(object)};
	size_t key_len = key_of(d, &s, head, object != NULL);
	struct denial *n = NULL;

	if (key_len != 0)
		HASH_FIND(hh, d->all, d->scratch, key_len, n);
	if (n != NULL) {
		n->count++;
		return NULL;
	}
	words_where(&where, e->stack);
	if (key_len != 0 && d->count < DENIALS_MAX &&
	    d->bytes < DENIALS_MAX_BYTES)
		n = make(d, key_len, &s, str_text(&where));
	if (n == NULL) {
		d->lost++;
		return NULL;
	}
	n->kind = (enum denial_kind)head[0];
	n->access = head[1];
	n->line = object != NULL ? object->line : 0;
	n->err = err;
	n->pid = e->pid;
	n->count = 1;
	HASH_ADD_KEYPTR(hh, d->all, n->key, key_len, n);
	d->count++;
	return n;
}

void
denials_done(struct denials *d)
{
	struct denial *n, *next;

	HASH_ITER(hh, d->all, n, next) {
		HASH_DEL(d->all, n);
		free(n->key);
		free(n);
	}
	free(d->scratch);
	*d = (struct denials){0};
}
