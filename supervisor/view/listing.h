/* The names of a folder that is listed as the job sees it, each with a cookie:
 * the position in the folder that stands behind it.
 *
 * The position lives in the kernel's open file, which dup(2) and fork(2) share
 * and lseek(2) moves; so it has to say by itself what was told already.  A name
 * keeps its cookie as long as it is there, however often the folder is looked
 * at again, and no cookie is ever given to another name: what stands behind a
 * position is the names with greater cookies. */
#ifndef PTS_VIEW_LISTING_H
#define PTS_VIEW_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"

struct space;

/* One name; `at` and `order` are the listing's own. */
struct listed {
	uint64_t cookie;
	uint64_t ino;
	size_t at;          /* of the name, in the text */
	uint32_t order;     /* in which it was added */
	unsigned char type; /* DT_* */
	bool hidden;
};

/* What one look at the folder found. */
struct look {
	struct str text;
	struct listed *name;
	size_t count, room;
	bool failed;
};

/* Which folder, for whom.  The one that an open file stands for stays the same
 * as long as the file is open; what the job calls it need not. */
struct listing_key {
	const struct space *space;
	dev_t dev;
	ino_t ino;
};

struct listing {
	struct listing *next;
	struct listing_key key;
	char *seen;        /* what the job called it; owned */
	struct look now;   /* by cookie */
	struct look fresh; /* a look that is under way */
	uint64_t last;     /* the greatest cookie ever given */
};

/* Those of a run; all zero is none. */
struct listings {
	struct listing *first; /* the last used first */
};

/* The folder's listing, made if there is none; those that were not used for
 * longest are forgotten when there are many.  *ret_stale: its names have to be
 * looked for first, it is new or the job calls it otherwise now.  NULL when
 * memory runs out. */
struct listing *listings_get(struct listings *all,
    const struct listing_key *key, const char *seen, bool *ret_stale);

void listings_done(struct listings *all);

/* Looking for the names: any number of add and hide, then end or forget.  What
 * is said first of a name holds. */
void listing_add(struct listing *l, const char *name, uint64_t ino,
    unsigned char type);
void listing_hide(struct listing *l, const char *name);

/* Returns 0, or -ENOMEM (also for too many names); the names are then those of
 * before. */
int listing_end(struct listing *l);

/* Forgets a listing: it could not be looked at. */
void listing_forget(struct listings *all, struct listing *l);

/* The index of the first name behind a position, and that name; NULL: no more.
 * The pointers hold until the folder is looked at again. */
size_t listing_behind(const struct listing *l, uint64_t position);
const struct listed *listing_at(const struct listing *l, size_t index,
    const char **ret_name);

#endif /* PTS_VIEW_LISTING_H */
