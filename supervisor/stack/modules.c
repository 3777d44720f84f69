/* What modules call themselves, read out of the dicts of a job that could have
 * written anything to them. */
#include "stack/modules.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "stack/effort.h"
#include "stack/python.h"
#include "stack/text.h"

/* A module's name is the first that is put among its globals, its package the
 * third; what runs with globals of its own may have put it later. */
#define ENTRIES_FIRST 4u
#define ENTRIES_MAX   1024u

#define HEAD      48u /* of a dict, and of its table */
#define ENTRY_MAX 24u
#define KEY_LEN   24u /* room for "__package__" and more */

/* The table of a dict. */
struct table {
	uint64_t entries; /* where they begin */
	unsigned used, size;
	unsigned key; /* where an entry's stands; its value is behind it */
	bool good;
};

/* An entry that was found; value 0: it is not there. */
struct found {
	uint64_t value, type; /* the type of its key, which is a str */
};

/* Where the entries stand behind an index of so many entries or bytes. */
static bool
lay_out(const struct layout *l, uint64_t at, const unsigned char *head,
    struct table *ret)
{
	uint64_t size, used = word_at(head, l->keys_used);

	*ret = (struct table){.size = 24, .key = 8};
	if (l->keys_size >= 0) {
		size = word_at(head, l->keys_size);
		if (size > UINT32_MAX)
			return false;
		size *= size <= 0xff ? 1 : size <= 0xffff ? 2 : 4;
	} else {
		if (head[l->keys_log2_index] > 34 ||
		    head[l->keys_kind] > DICT_TEXTS)
			return false;
		size = UINT64_C(1) << head[l->keys_log2_index];
		if (head[l->keys_kind] == DICT_TEXTS) {
			ret->size = 16;
			ret->key = 0;
		}
	}
	ret->entries = at + (uint64_t)l->keys_index + size;
	ret->used = used > UINT32_MAX ? UINT32_MAX : (unsigned)used;
	ret->good = true;
	return true;
}

static void
find_tables(const struct layout *l, struct effort *e, const uint64_t *globals,
    unsigned count, struct table *ret)
{
	unsigned char dict[STACK_FRAMES][HEAD], keys[STACK_FRAMES][HEAD];
	struct mem_part part[STACK_FRAMES];
	size_t parts = 0;
	uint64_t at[STACK_FRAMES];

	for (unsigned n = 0; n < count; n++)
		part[n] = (struct mem_part){globals[n], &dict[n], HEAD, 0};
	effort_read_parts(e, part, count);
	for (unsigned n = 0; n < count; n++) {
		at[n] = 0;
		if (part[n].got == HEAD)
			at[n] = word_at(dict[n], l->dict_keys);
	}
	for (unsigned n = 0; n < count; n++)
		part[parts++] = (struct mem_part){at[n], &keys[n], HEAD, 0};
	effort_read_parts(e, part, parts);
	for (unsigned n = 0; n < count; n++)
		if (at[n] == 0 || part[n].got != HEAD ||
		    !lay_out(l, at[n], keys[n], &ret[n]))
			ret[n].good = false;
}

/* What is looked for among some entries of one dict. */
struct search {
	struct found name, package;
	bool unread; /* something of it cannot be read */
};

/* An entry whose key is to be read. */
struct entry {
	unsigned of; /* whose */
	uint64_t key, value;
};

/* Reads the keys of entries, and notes those that are looked for. */
static void
look_at(const struct layout *l, struct effort *e, const struct entry *entry,
    size_t count, struct search *s)
{
	unsigned char head[STACK_FRAMES * ENTRIES_FIRST][TEXT_HEAD];
	struct mem_part part[STACK_FRAMES * ENTRIES_FIRST];

	for (size_t k = 0; k < count; k++)
		part[k] = (struct mem_part){entry[k].key, &head[k],
		    text_piece(entry[k].key, TEXT_HEAD), 0};
	effort_read_parts(e, part, count);
	for (size_t k = 0; k < count; k++) {
		struct search *of = &s[entry[k].of];
		char text[KEY_LEN];

		text_read(l, entry[k].key, head[k], part[k].got, e, text,
		    sizeof(text));
		if (strcmp(text, "?") == 0)
			of->unread = true;
		else if (strcmp(text, "__name__") == 0)
			of->name = (struct found){entry[k].value,
			    word_at(head[k], l->type)};
		else if (strcmp(text, "__package__") == 0)
			of->package = (struct found){entry[k].value,
			    word_at(head[k], l->type)};
	}
}

/* Looks at the first entries, as many as ENTRIES_FIRST, of each table. */
static void
look_through(const struct layout *l, struct effort *e, const struct table *t,
    unsigned count, struct search *s)
{
	unsigned char bytes[STACK_FRAMES][ENTRIES_FIRST * ENTRY_MAX];
	struct entry entry[STACK_FRAMES * ENTRIES_FIRST];
	struct mem_part part[STACK_FRAMES];
	size_t entries = 0;

	for (unsigned n = 0; n < count; n++) {
		unsigned left = t[n].good ? t[n].used : 0;

		if (left > ENTRIES_FIRST)
			left = ENTRIES_FIRST;
		part[n] = (struct mem_part){t[n].entries, &bytes[n],
		    (size_t)left * t[n].size, 0};
	}
	effort_read_parts(e, part, count);
	for (unsigned n = 0; n < count; n++) {
		s[n].unread |= part[n].got != part[n].len;
		for (size_t at = 0; at < part[n].got; at += t[n].size) {
			const unsigned char *key = bytes[n] + at + t[n].key;

			/* What was taken out again has no value. */
			if (!s[n].unread && word_at(key, 8) != 0)
				entry[entries++] = (struct entry){n,
				    word_at(key, 0), word_at(key, 8)};
		}
	}
	look_at(l, e, entry, entries, s);
}

/* Reads the strings that were found: "?" where there is none. */
static void
read_values(const struct layout *l, struct effort *e, const struct found *f,
    unsigned count, char to[][FRAME_MODULE])
{
	unsigned char head[STACK_FRAMES][TEXT_FIRST];
	struct mem_part part[STACK_FRAMES];

	for (unsigned n = 0; n < count; n++)
		part[n] = (struct mem_part){f[n].value, &head[n],
		    f[n].value != 0 ? text_piece(f[n].value, TEXT_FIRST) : 0,
		    0};
	effort_read_parts(e, part, count);
	for (unsigned n = 0; n < count; n++) {
		memcpy(to[n], "?", 2);
		/* None, say, is no str. */
		if (part[n].got >= (size_t)l->type + 8 &&
		    word_at(head[n], l->type) == f[n].type)
			text_read(l, f[n].value, head[n], part[n].got, e, to[n],
			    FRAME_MODULE);
		/* It may have been cut. */
		if (strlen(to[n]) + 5 > FRAME_MODULE)
			memcpy(to[n], "?", 2);
	}
}

/* "package.__main__" for what is called __main__ in a package. */
static void
add_package(char *name, const char *package)
{
	char whole[2 * FRAME_MODULE];

	if (strcmp(name, "__main__") != 0 || package[0] == '\0' ||
	    strcmp(package, "?") == 0)
		return;
	strcpy(whole, package);
	strcat(whole, ".__main__");
	if (strlen(whole) < FRAME_MODULE)
		strcpy(name, whole);
	else
		memcpy(name, "?", 2);
}

/* Looks at the entries behind the first of one table, for the name: the code by
 * which CPython finds itself has a hundred, and none. */
static void
look_deeper(const struct layout *l, struct effort *e, const struct table *t,
    struct search *s)
{
	struct table part[STACK_FRAMES];
	unsigned at = ENTRIES_FIRST;

	while (at < t->used && at < ENTRIES_MAX && s->name.value == 0 &&
	    !s->unread) {
		struct search found[STACK_FRAMES] = {0};
		unsigned count = 0;

		for (; at < t->used && count < STACK_FRAMES;
		     at += ENTRIES_FIRST) {
			part[count] = *t;
			part[count].entries += (uint64_t)at * t->size;
			part[count++].used = t->used - at;
		}
		look_through(l, e, part, count, found);
		for (unsigned n = 0; n < count; n++) {
			s->unread |= found[n].unread;
			if (found[n].name.value != 0)
				s->name = found[n].name;
			if (found[n].package.value != 0)
				s->package = found[n].package;
		}
	}
}

static void
find_names(const struct layout *l, struct effort *e, const struct table *t,
    unsigned count, struct search *s)
{
	look_through(l, e, t, count, s);
	for (unsigned n = 0; n < count; n++)
		if (t[n].good && !s[n].unread && s[n].name.value == 0)
			look_deeper(l, e, &t[n], &s[n]);
}

void
modules_names(const struct interp *i, struct effort *e, const uint64_t *globals,
    unsigned count, char to[][FRAME_MODULE])
{
	const struct layout *l = &i->layout;
	char package[STACK_FRAMES][FRAME_MODULE];
	struct table t[STACK_FRAMES] = {0};
	struct search s[STACK_FRAMES] = {0};
	struct found name[STACK_FRAMES] = {0}, in[STACK_FRAMES] = {0};

	find_tables(l, e, globals, count, t);
	find_names(l, e, t, count, s);
	for (unsigned n = 0; n < count; n++) {
		name[n] = s[n].name;
		in[n] = s[n].package;
	}
	read_values(l, e, name, count, to);
	read_values(l, e, in, count, package);
	for (unsigned n = 0; n < count; n++) {
		/* All was looked at, and it has none. */
		if (name[n].value == 0 && t[n].good && !s[n].unread &&
		    !e->late && t[n].used <= ENTRIES_MAX)
			to[n][0] = '\0';
		add_package(to[n], package[n]);
	}
}

struct modules *
modules_none(const char *why)
{
	struct modules *m = calloc(1, sizeof(*m));

	if (m != NULL)
		m->why = why;
	return m;
}

/* What is being put together. */
struct gathering {
	struct str names;
	unsigned count;
	const char *why;
};

/* Is it among the names already? */
static bool
has_name(const struct gathering *g, const char *name)
{
	const char *at = g->names.buf;

	for (unsigned n = 0; n < g->count; n++, at += strlen(at) + 1)
		if (strcmp(at, name) == 0)
			return true;
	return false;
}

/* Names the globals of at most STACK_FRAMES frames. */
static void
gather(const struct interp *i, struct effort *e, struct python_stack *part,
    struct gathering *g)
{
	char name[STACK_FRAMES][FRAME_MODULE];
	uint64_t globals[STACK_FRAMES];
	unsigned count = 0;

	/* Without the interpreter's own frames, which have none. */
	python_codes(i, e, part);
	for (unsigned n = 0; n < part->count; n++) {
		unsigned k = 0;

		while (k < count && globals[k] != part->frame[n].globals)
			k++;
		globals[k] = part->frame[n].globals;
		count += k == count;
	}
	modules_names(i, e, globals, count, name);
	for (unsigned n = 0; n < count; n++) {
		if (strcmp(name[n], "?") == 0)
			g->why = "a module cannot be read";
		else if (name[n][0] != '\0' && !has_name(g, name[n])) {
			str_add_bytes(&g->names, name[n], strlen(name[n]) + 1);
			g->count += !g->names.failed;
		}
	}
}

struct modules *
modules_of(const struct interp *i, struct effort *e,
    const struct python_spaces *s)
{
	struct gathering g = {.why = s->why};
	struct python_stack part;
	struct modules *m;

	for (unsigned from = 0; from < s->count;) {
		part.count = part.runs = 0;
		for (; part.count < STACK_FRAMES && from < s->count; from++)
			part.frame[part.count++] =
			    (struct python_frame){.code = s->at[from].code,
				.globals = s->at[from].globals};
		gather(i, e, &part, &g);
	}
	if (e->late)
		g.why = "it took too long";
	m = malloc(sizeof(*m) + g.names.len);
	if (m != NULL) {
		m->why = g.names.failed ? "out of memory" : g.why;
		m->count = g.count;
		if (g.names.len > 0)
			memcpy(m->name, g.names.buf, g.names.len);
	}
	str_done(&g.names);
	return m;
}
