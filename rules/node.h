/* YAML text -> a tree of nodes that know where they stand. */
#ifndef PTS_RULES_NODE_H
#define PTS_RULES_NODE_H

#include <stddef.h>

#include "arena.h"

enum node_kind {
	NODE_TEXT,
	NODE_LIST,
	NODE_MAP
};

/* One value.  Owned by the arena that it was read into. */
struct node {
	enum node_kind kind;
	size_t line;        /* from 1 */
	size_t column;      /* from 1, in characters */
	size_t last_line;   /* where it ends; NODE_TEXT: 0 */
	const char *text;   /* NODE_TEXT: NUL-terminated, holds no other NUL */
	struct node *key;   /* member of a map: its name, a NODE_TEXT */
	struct node *first; /* NODE_LIST, NODE_MAP: the first member */
	struct node *next;  /* the next member of the same list or map */
};

/* Why a text is not YAML that we take.  `why` is one sentence, already fit to
 * be shown. */
struct yaml_fault {
	size_t line;
	size_t column;
	char why[160];
};

/* Reads one YAML document without anchors, aliases and tags, at most 64 levels
 * deep.  *ret_root is NULL for a document that holds nothing.  Returns 0, or
 * -EINVAL with *ret_why set, or -ENOMEM. */
int yaml_read(struct arena *a, const char *bytes, size_t len,
    struct node **ret_root, struct yaml_fault *ret_why);

/* What a node is, for messages: "a list", "a mapping", "a word". */
const char *node_kind_name(const struct node *n);

#endif /* PTS_RULES_NODE_H */
