/* Stacks that were told already.  Two tables in the order of their last use:
 * uthash keeps what is taken out and put in again at the end. */
#include "stack/keep.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "stack/python.h"

#define KEPT_MAX_BYTES  (16u << 20)
#define KNOWN_MAX_BYTES (8u << 20)

struct stack_kept {
	struct stack told;
	unsigned users; /* the table, and what is known of it */
	size_t size;    /* bytes of all of it */
	size_t key_len;
	char *key; /* owned; the frames' strings stand in it */
	struct stack_frame *frame;
	UT_hash_handle hh;
};

struct stack_known {
	struct stack_kept *to;
	size_t key_len;
	UT_hash_handle hh;
	unsigned char key[];
};

static void
leave(struct stack_kept *s)
{
	if (--s->users > 0)
		return;
	free(s->frame);
	free(s->key);
	free(s);
}

static void
drop_kept(struct keep *k, struct stack_kept *s)
{
	HASH_DEL(k->kept, s);
	k->kept_bytes -= s->size;
	leave(s);
}

static void
drop_known(struct keep *k, struct stack_known *n)
{
	HASH_DEL(k->known, n);
	k->known_bytes -= sizeof(*n) + n->key_len;
	leave(n->to);
	free(n);
}

/* The key of frames as they were read: which process, how many, each. */
struct frames_key {
	uint64_t serial, count, truncated;
	struct python_frame frame[STACK_FRAMES];
};

static size_t
frames_key(struct frames_key *key, uint64_t serial,
    const struct python_stack *s)
{
	size_t frames = s->count * sizeof(s->frame[0]);

	key->serial = serial;
	key->count = s->count;
	key->truncated = s->truncated;
	memcpy(key->frame, s->frame, frames);
	return offsetof(struct frames_key, frame) + frames;
}

struct stack *
keep_find(struct keep *k, uint64_t serial, const struct python_stack *s)
{
	struct frames_key key;
	size_t len = frames_key(&key, serial, s);
	struct stack_known *n;

	/* What is not whole is read again. */
	if (s->why != NULL)
		return NULL;
	HASH_FIND(hh, k->known, &key, len, n);
	if (n == NULL)
		return NULL;
	HASH_DEL(k->known, n);
	HASH_ADD_KEYPTR(hh, k->known, n->key, n->key_len, n);
	return &n->to->told;
}

void
keep_note(struct keep *k, uint64_t serial, const struct python_stack *s,
    struct stack *to)
{
	struct frames_key key;
	size_t len = frames_key(&key, serial, s);
	struct stack_known *n;

	if (s->why != NULL || to == NULL)
		return;
	n = malloc(sizeof(*n) + len);
	if (n == NULL)
		return;
	/* told is its first member. */
	n->to = (struct stack_kept *)to;
	n->to->users++;
	n->key_len = len;
	memcpy(n->key, &key, len);
	HASH_ADD_KEYPTR(hh, k->known, n->key, n->key_len, n);
	k->known_bytes += sizeof(*n) + len;
	while (k->known_bytes > KNOWN_MAX_BYTES)
		drop_known(k, k->known);
}

/* "P41 /x/fold.py\0steal\0fold\0" for each frame, and how it ends. */
static void
names_key(struct str *to, const struct frame *f, unsigned count, bool truncated,
    const char *why)
{
	for (unsigned i = 0; i < count; i++) {
		str_addf(to, "%c%d ", f[i].native ? 'N' : 'P', f[i].line);
		str_add_bytes(to, f[i].file, strlen(f[i].file) + 1);
		str_add_bytes(to, f[i].function, strlen(f[i].function) + 1);
		str_add_bytes(to, f[i].module, strlen(f[i].module) + 1);
	}
	str_addf(to, "%d%s", truncated, why != NULL ? why : "");
}

/* The frames of a key that is this stack's now. */
static void
point(struct stack_kept *s, const struct frame *f, unsigned count)
{
	char *at = s->key;

	for (unsigned i = 0; i < count; i++) {
		struct stack_frame *to = &s->frame[i];

		to->native = f[i].native != 0;
		to->line = f[i].line;
		to->file = strchr(at, ' ') + 1;
		to->function = to->file + strlen(to->file) + 1;
		to->module = to->function + strlen(to->function) + 1;
		at = s->key + (to->module - s->key) + strlen(to->module) + 1;
	}
}

static struct stack_kept *
make(struct keep *k, struct str *key, const struct frame *f, unsigned count)
{
	struct stack_kept *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->frame = calloc(count, sizeof(*s->frame));
	if (s->frame == NULL) {
		free(s);
		return NULL;
	}
	s->users = 1;
	s->key_len = key->len;
	s->key = key->buf;
	*key = (struct str){0};
	s->size = sizeof(*s) + count * sizeof(*s->frame) + s->key_len;
	point(s, f, count);
	s->told.id = ++k->last_id;
	s->told.count = count;
	s->told.frame = s->frame;
	return s;
}

struct stack *
keep_add(struct keep *k, const struct frame *frame, unsigned count,
    bool truncated, const char *why)
{
	cleanup_str struct str key = {0};
	struct stack_kept *s;

	names_key(&key, frame, count, truncated, why);
	if (key.failed || count == 0)
		return NULL;
	HASH_FIND(hh, k->kept, key.buf, key.len, s);
	if (s != NULL) {
		HASH_DEL(k->kept, s);
	} else {
		s = make(k, &key, frame, count);
		if (s == NULL)
			return NULL;
		s->told.truncated = truncated;
		s->told.why = why;
		k->kept_bytes += s->size;
	}
	HASH_ADD_KEYPTR(hh, k->kept, s->key, s->key_len, s);
	while (k->kept_bytes > KEPT_MAX_BYTES && k->kept != s)
		drop_kept(k, k->kept);
	return &s->told;
}

void
keep_done(struct keep *k)
{
	while (k->known != NULL)
		drop_known(k, k->known);
	while (k->kept != NULL)
		drop_kept(k, k->kept);
}
