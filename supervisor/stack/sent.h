/* What the process that unwinds has been sent: the files whose code a process
 * runs, and where they stand in it. */
#ifndef PTS_STACK_SENT_H
#define PTS_STACK_SENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "stack/maps.h"
#include "stack/stacks.h"
#include "stack/wire.h"

struct effort;

/* A file. */
struct sent_file {
	dev_t dev;
	ino_t ino; /* 0: free */
	off_t size;
	struct timespec changed;
	uint64_t used;
	bool trusted;
};

/* A mapping, as it was told. */
struct sent_map {
	struct wire_map wire;
	uint64_t ino;
};

struct sent {
	stacks_may_write *may_write;
	void *ctx;
	uint64_t used; /* counts updates */
	struct sent_file slot[WIRE_SLOTS];
	uint64_t stamp; /* changes with the maps */
	struct sent_map map[MAPS_MAX];
	uint32_t maps;
	bool new_files; /* some were sent by the last update */
};

/* Brings the other end of the socket up to date with the maps of a process:
 * the first m->count of s->map are what to tell. */
void sent_update(struct sent *s, int socket, const struct maps *m,
    struct effort *e);

/* There is nobody any more who has any of it. */
void sent_forget(struct sent *s);

#endif /* PTS_STACK_SENT_H */
