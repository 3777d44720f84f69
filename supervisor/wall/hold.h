/* Which folder a wall holds on to for a name that rules give.
 *
 * Landlock knows folders, not names: what is put in a folder's place later is
 * another one, which it does not let through.  So the folder that is held is
 * one that the job itself cannot replace, as its rules and modes of folders go:
 * the deepest such folder on the way to the name.  Others may replace what they
 * like; where that is usual (an editor writes a file anew), the folder around
 * it is held, unless too much else lies in that one. */
#ifndef PTS_WALL_HOLD_H
#define PTS_WALL_HOLD_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "reach.h"

struct hold {
	int fd; /* O_PATH; owned; -1: nothing is there to be held */
	struct stat st;
	char name[PATH_MAX];     /* of what is held, or "" */
	char fixed[2][PATH_MAX]; /* folders that must stay where they are, so
	                            that this one is enough; "": none */
};

/* Finds it for one name; `start` is the folder of the host in which the job
 * starts.  Returns 0, or -errno when it cannot be known. */
int hold_find(const struct rules *r, const char *start, const struct reach *one,
    struct hold *ret);

#endif /* PTS_WALL_HOLD_H */
