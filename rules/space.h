/* A namespace: which name of the host stands behind each name that a job sees.
 * Pure: names in, names out.  Names are canonical: absolute, without `.`, `..`,
 * doubled slashes and symbolic links.
 *
 * Of two places, the deeper one decides, as with mounts.  What no place speaks
 * of is the host's own (or is below `root`).  A name that is hidden leads to
 * nothing: to a name that never exists, in an empty folder. */
#ifndef PTS_RULES_SPACE_H
#define PTS_RULES_SPACE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum space_kind {
	SPACE_MAP,     /* stands for a folder or a file of the host */
	SPACE_PRIVATE, /* a fresh folder of this run */
	SPACE_STAND,   /* a folder that exists nowhere, on the way to a place */
	SPACE_HIDDEN   /* nothing */
};

struct layer;

/* A folder of changes above a folder that is never written: view/layer.h.  One
 * for each folder of changes of the run. */
struct space_layer {
	struct space_layer *next;
	const char *dir;    /* canonical, of the host; may not exist yet */
	const char *from;   /* what lies below the changes */
	struct layer *open; /* NULL until the run begins */
};

/* One place that differs from what the host has there. */
struct space_place {
	struct space_place *next;
	enum space_kind kind;
	const char *at; /* what the job sees */
	size_t at_len;
	const char *from; /* of the host; NULL: not made yet (view/area.h) */
	size_t from_len;
	struct space_layer *layer; /* SPACE_MAP; NULL: written to as it is */
	const char *file;          /* where it was asked for, as shown */
	int line;
};

/* Owned by its struct rules. */
struct space {
	struct space_place *first; /* the deepest first; `root`, "/", last */
	size_t count;
	const char *cwd;  /* where the job starts; NULL: where it was started */
	bool root_user;   /* uid and gid 0 seem real */
	const char *area; /* of the host, hidden from every job: view/area.h */
	size_t area_len;
	const struct space_layer
	    *layers; /* of the whole run, hidden likewise */
};

/* Where a name led. */
struct space_way {
	const struct space_place *place; /* NULL: the host's own */
	bool border;                     /* the name is that place itself */
};

/* The host's name of what the job calls `name`, into to[0..PATH_MAX).  False:
 * it would be too long, or the place has no folder yet. */
bool space_host(const struct space *s, const char *name, char *to,
    struct space_way *ret);

/* What the job calls `host`, into to[0..PATH_MAX).  False: the job has no name
 * for it. */
bool space_seen(const struct space *s, const char *host, char *to);

/* The layer that the job's name `name` lies in, with what follows its place in
 * *ret_rest ("" or "/more"); NULL: none. */
const struct space_layer *space_layer(const struct space *s, const char *name,
    const char **ret_rest);

/* The host's name of the changes themselves in a layer's folder. */
#define LAYER_TREE "/tree"

/* All that the job calls `host`, one after the other: *n is 0 at first, and
 * to[0..PATH_MAX) is the next name.  False: no more. */
bool space_next_name(const struct space *s, const char *host, size_t *n,
    char *to);

/* Is the name in this folder (of folder_len bytes; 0: the root) the border of a
 * place, or perhaps the run's own folder?  If so, space_host() tells. */
bool space_border(const struct space *s, const char *folder, size_t folder_len,
    const char *name);

/* Does a place, or the run's own folder, lie below this name, which can then
 * not be moved or removed? */
bool space_holds(const struct space *s, const char *name);

/* The next place directly in this folder, after `last` (NULL: the first). NULL:
 * no more.  Is there none at all, then the folder lists as on the host. */
const struct space_place *space_next_in(const struct space *s,
    const char *folder, const struct space_place *last);

/* Puts a place into its order; of two with one name, the first stands.  Returns
 * false when it was there already. */
bool space_add(struct space *s, struct space_place *place);

#endif /* PTS_RULES_SPACE_H */
