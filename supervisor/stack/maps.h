/* The files whose code stands in a process: what /proc/PID/maps says. */
#ifndef PTS_STACK_MAPS_H
#define PTS_STACK_MAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct effort;

/* One executable mapping of a file. */
struct map {
	uint64_t low, high; /* addresses */
	uint64_t offset;    /* in the file */
	uint64_t ino;
	const char *path; /* as the kernel names it, " (deleted)" included */
};

#define MAPS_MAX 512u

/* All zero is empty.  To be released with maps_done(). */
struct maps {
	char *text; /* owned; the names stand in it */
	size_t room;
	struct map at[MAPS_MAX]; /* in the order of addresses */
	size_t count;
};

/* Reads the maps of the thread group of `tid` anew.  (Of a thread: a leader
 * that ended has none.)  Returns NULL, or one phrase on why not: then there are
 * none. */
const char *maps_read(struct maps *m, struct effort *e);

/* Finds the mappings in text[0..len), which is changed.  False when there are
 * more than MAPS_MAX. */
bool maps_parse(struct maps *m, char *text, size_t len);

void maps_done(struct maps *m);

#endif /* PTS_STACK_MAPS_H */
