/* The only file that knows libyaml: its events become nodes with places. */
#include "node.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#define LEVELS 64

/* The document while it is built: the open lists and maps, and for a map the
 * key that still waits for its value. */
struct builder {
	struct arena *arena;
	struct yaml_fault *why;
	struct node *root;
	struct {
		struct node *node;
		struct node **tail;
		struct node *key;
		bool flow; /* written in brackets */
	} open[LEVELS];
	size_t depth;
	size_t last_line; /* of what was read last */
	size_t documents;
};

__attribute__((format(printf, 4, 5))) static int
refuse(struct yaml_fault *why, size_t line, size_t column, const char *fmt, ...)
{
	va_list ap;

	why->line = line;
	why->column = column;
	va_start(ap, fmt);
	vsnprintf(why->why, sizeof(why->why), fmt, ap);
	va_end(ap);
	return -EINVAL;
}

static int
refuse_at(struct builder *b, const yaml_mark_t *at, const char *what)
{
	return refuse(b->why, at->line + 1, at->column + 1, "%s", what);
}

/* Hangs a finished or just opened node into the tree. */
static int
attach(struct builder *b, struct node *n, const yaml_mark_t *at)
{
	if (b->depth == 0) {
		b->root = n;
		return 0;
	}
	size_t top = b->depth - 1;
	if (b->open[top].node->kind == NODE_MAP && b->open[top].key == NULL) {
		if (n->kind != NODE_TEXT)
			return refuse_at(b, at, "a key must be a word");
		b->open[top].key = n;
		return 0;
	}
	n->key = b->open[top].key;
	b->open[top].key = NULL;
	*b->open[top].tail = n;
	b->open[top].tail = &n->next;
	return 0;
}

static int
add(struct builder *b, enum node_kind kind, const yaml_event_t *e)
{
	struct node *n = arena_alloc(b->arena, sizeof(*n));
	int err;

	if (n == NULL)
		return -ENOMEM;
	n->kind = kind;
	n->line = e->start_mark.line + 1;
	n->column = e->start_mark.column + 1;
	b->last_line = kind == NODE_TEXT ? e->end_mark.line + 1 : n->line;
	if (kind == NODE_TEXT) {
		const char *text = (const char *)e->data.scalar.value;
		size_t len = e->data.scalar.length;

		if (memchr(text, '\0', len) != NULL)
			return refuse_at(b, &e->start_mark,
			    "a NUL byte has no place in rules");
		n->text = arena_copy(b->arena, text, len);
		if (n->text == NULL)
			return -ENOMEM;
	}
	err = attach(b, n, &e->start_mark);
	if (err != 0 || kind == NODE_TEXT)
		return err;
	if (b->depth == LEVELS)
		return refuse_at(b, &e->start_mark, "more than 64 levels");
	b->open[b->depth].node = n;
	b->open[b->depth].tail = &n->first;
	b->open[b->depth].key = NULL;
	b->open[b->depth].flow = kind == NODE_MAP
	    ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
	    : e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	b->depth++;
	return 0;
}

/* A block's end is told only where the next thing begins, behind blank lines
 * and comments: it ends with the last thing in it. */
static void
close_node(struct builder *b, const yaml_mark_t *end)
{
	b->depth--;
	if (b->open[b->depth].flow)
		b->last_line = end->line + 1;
	b->open[b->depth].node->last_line = b->last_line;
}

/* Anchors and tags make one text mean another: rules say what they mean. */
static int
refuse_dressed(struct builder *b, const yaml_event_t *e, const void *anchor,
    const void *tag)
{
	if (anchor != NULL)
		return refuse_at(b, &e->start_mark,
		    "anchors are not part of the rule language");
	if (tag != NULL)
		return refuse_at(b, &e->start_mark,
		    "tags are not part of the rule language");
	return 0;
}

static int
take(struct builder *b, const yaml_event_t *e)
{
	int err = 0;

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++b->documents > 1)
			return refuse_at(b, &e->start_mark,
			    "a second document: one file holds one rule set");
		return 0;
	case YAML_ALIAS_EVENT:
		return refuse_at(b, &e->start_mark,
		    "aliases are not part of the rule language (a word that "
		    "starts with * needs quotes)");
	case YAML_SCALAR_EVENT:
		err = refuse_dressed(b, e, e->data.scalar.anchor,
		    e->data.scalar.tag);
		return err != 0 ? err : add(b, NODE_TEXT, e);
	case YAML_SEQUENCE_START_EVENT:
		err = refuse_dressed(b, e, e->data.sequence_start.anchor,
		    e->data.sequence_start.tag);
		return err != 0 ? err : add(b, NODE_LIST, e);
	case YAML_MAPPING_START_EVENT:
		err = refuse_dressed(b, e, e->data.mapping_start.anchor,
		    e->data.mapping_start.tag);
		return err != 0 ? err : add(b, NODE_MAP, e);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: close_node(b, &e->end_mark); return 0;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT: return 0;
	}
	return 0;
}

/* libyaml tells an undecodable byte by its offset alone. */
static int
refuse_byte(struct yaml_fault *why, const char *bytes, size_t len, size_t at,
    const char *what)
{
	size_t line = 1;
	size_t column = 1;

	for (size_t i = 0; i < at && i < len; i++) {
		column++;
		if (bytes[i] == '\n') {
			line++;
			column = 1;
		}
	}
	return refuse(why, line, column, "%s", what);
}

static int
parser_refusal(const yaml_parser_t *p, const char *bytes, size_t len,
    struct yaml_fault *why)
{
	const char *what = p->problem != NULL ? p->problem : "cannot be read";

	if (p->error == YAML_MEMORY_ERROR)
		return -ENOMEM;
	if (p->error == YAML_READER_ERROR)
		return refuse_byte(why, bytes, len, p->problem_offset,
		    "a byte that is not UTF-8 text");
	return refuse(why, p->problem_mark.line + 1, p->problem_mark.column + 1,
	    "not YAML: %s", what);
}

int
yaml_read(struct arena *a, const char *bytes, size_t len,
    struct node **ret_root, struct yaml_fault *ret_why)
{
	struct builder b = {.arena = a, .why = ret_why};
	const char *nul = len > 0 ? memchr(bytes, '\0', len) : NULL;
	yaml_parser_t parser;
	bool end = false;
	int err = 0;

	if (nul != NULL)
		return refuse_byte(ret_why, bytes, len, (size_t)(nul - bytes),
		    "a NUL byte: not a text file");
	if (yaml_parser_initialize(&parser) == 0)
		return -ENOMEM;
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes,
	    len);
	while (err == 0 && !end) {
		yaml_event_t e;

		if (yaml_parser_parse(&parser, &e) == 0) {
			err = parser_refusal(&parser, bytes, len, ret_why);
			break;
		}
		end = e.type == YAML_STREAM_END_EVENT;
		err = take(&b, &e);
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&parser);
	if (err == 0)
		*ret_root = b.root;
	return err;
}

const char *
node_kind_name(const struct node *n)
{
	switch (n->kind) {
	case NODE_TEXT: return "a word";
	case NODE_LIST: return "a list";
	case NODE_MAP: return "a mapping";
	}
	return "?";
}
