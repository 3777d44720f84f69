/* What a layer changes, one name after the other. */
#ifndef PTS_VIEW_LAYER_WALK_H
#define PTS_VIEW_LAYER_WALK_H

#include <stdbool.h>
#include <sys/stat.h>

struct layer;

enum change_kind {
	CHANGE_ADDED,   /* only in the layer */
	CHANGE_DELETED, /* only below, and gone */
	CHANGE_TYPE,    /* another kind of object */
	CHANGE_BOTH     /* in both, of one kind; perhaps alike */
};

struct layer_change {
	enum change_kind kind;
	const char *name; /* "" is the root */
	struct stat old;  /* but for CHANGE_ADDED */
	struct stat new;  /* but for CHANGE_DELETED */
	bool inside;      /* deleted with the folder that it is in */
};

/* Calls `tell` for the root and all that differs below, in alphabetic order,
 * folders before what is in them, until it returns other than 0.  Returns that,
 * or -errno (-ENAMETOOLONG for a tree that is too deep). */
int layer_changes(const struct layer *l,
    int (*tell)(void *ctx, const struct layer_change *change), void *ctx);

#endif /* PTS_VIEW_LAYER_WALK_H */
