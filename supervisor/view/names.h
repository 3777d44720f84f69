/* What a folder lists in a namespace: the host's names but those that places
 * stand in front of, the places, and nothing that the job does not see. */
#ifndef PTS_VIEW_NAMES_H
#define PTS_VIEW_NAMES_H

#include <stdbool.h>

struct listing;
struct space;
struct tracees;

/* A folder that is listed. */
struct view_folder {
	const struct space *space;
	const struct tracees *all; /* whose pids /proc shows */
	const char *host;          /* where it stands, on the host */
	const char *seen;          /* what the job calls it */
	int fd;                    /* open for reading, at its beginning */
};

/* Does the folder that stands at `host`, and that the job calls `seen`, list
 * otherwise than on the host? */
bool view_lists(const struct space *s, const char *host, const char *seen);

/* Adds the folder's names to a listing, `.` and `..` first.  Returns 0 or
 * -errno; listing_end() or listing_forget() is left to the caller. */
int view_names(const struct view_folder *f, struct listing *to);

#endif /* PTS_VIEW_NAMES_H */
