/* A rules file taken apart: one rule for each path or target that a rule
 * allows, so that the line that decides tells which of them it was. */
#ifndef PTS_LEARN_PIECES_H
#define PTS_LEARN_PIECES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "node.h"

/* One path or target of one rule. */
struct piece {
	const struct node *rule;  /* as it stands in the file */
	const struct node *value; /* of `path` or `to`; NULL: the whole rule */
	unsigned used;            /* enum access bits */
};

struct pieces {
	struct piece *of_line; /* by line of the text, from 1; owned */
	size_t lines;
	bool failed;
};

/* Writes the file below `root` as a text with a rule on each line. */
void pieces_write(struct pieces *p, struct str *to, const struct node *root);

/* The member of a mapping, or NULL. */
const struct node *node_member(const struct node *map, const char *key);

/* Adds a node as flow YAML, every word quoted. */
void node_write(struct str *to, const struct node *n);

/* May a rule be narrowed: does it allow, and has no key but its verb and its
 * path, target or `below`? */
bool piece_may_narrow(const struct node *rule);

void pieces_done(struct pieces *p);

#endif /* PTS_LEARN_PIECES_H */
