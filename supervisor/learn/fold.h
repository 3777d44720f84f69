/* Needs as a tree of folders, in which a folder with many of one kind stands
 * for all of them. */
#ifndef PTS_LEARN_FOLD_H
#define PTS_LEARN_FOLD_H

#include "learn/general.h"

/* One name of a pattern, and what is below it. */
struct branch {
	struct branch *child; /* by name, and in its order; owned */
	UT_hash_handle hh;
	unsigned access;         /* what is needed of it */
	unsigned all;            /* what is allowed from here down */
	unsigned folded;         /* how many names that stands for */
	const struct need *need; /* NULL: only on the way */
	char name[];
};

/* Builds the tree of these needs, whose names are patterns.  NULL when memory
 * runs out; to be freed with fold_free(). */
struct branch *fold_tree(const struct needs *n);

/* Lets a folder stand for what is below it where `many` or more of the names in
 * it are read, written, run or looked at.  In the root, in a folder of it and
 * where secrets are below, only looks are folded, and where secrets are,
 * nothing. */
void fold(struct branch *root, const struct learn_places *at, unsigned many);

void fold_free(struct branch *root);

#endif /* PTS_LEARN_FOLD_H */
