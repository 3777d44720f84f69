/* The run's own folders: private ones, and those that stand in for what exists
 * nowhere.  They lie in one fresh folder below XDG_RUNTIME_DIR, TMPDIR or /tmp,
 * which is removed when the run ends, however it ends. */
#ifndef PTS_VIEW_AREA_H
#define PTS_VIEW_AREA_H

#include "rules.h"

/* All zero, with the descriptors -1: none. */
struct area {
	char *path;  /* canonical; owned */
	char **made; /* folders in it; owned, each too */
	unsigned count;
	int alive; /* the janitor waits for its end; owned */
	int ended; /* ends when the janitor has; owned */
};

/* Makes the area and gives every namespace its folders, if one needs any.
 * Starts the janitor: a process that outlives us by as long as it takes to
 * remove the area.  Returns 0 or -errno. */
int area_open(struct area *a, struct rules *r);

/* Lets the janitor remove the area, and waits for it.  To be called when the
 * job has ended.  Idempotent. */
void area_done(struct area *a);

#endif /* PTS_VIEW_AREA_H */
