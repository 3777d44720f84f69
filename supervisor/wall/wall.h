/* The second wall: Landlock around the whole job, from before its first
 * instruction, which lets through what the rules could ever allow and little
 * more.  A call that came past the mediator, or that it judged wrongly and lets
 * the job itself make, still meets the kernel's own refusal.
 *
 * It is put up for good, so it stands only where the rules cannot grow: files,
 * TCP and abstract sockets are left to the mediator alone where a default
 * allows or asks, where nothing is denied (--audit-only), and where rules come
 * while the job runs (--ctl).  On older kernels there is less of it. */
#ifndef PTS_WALL_WALL_H
#define PTS_WALL_WALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "rules.h"
#include "wall/landlock.h"

struct wall_name;

/* All zero but for ruleset, which is -1: none. */
struct wall {
	int abi;     /* 0: the kernel has no Landlock, or none is wanted */
	int ruleset; /* owned; -1: nothing to put up */
	struct landlock_handled handled;
	uint64_t all; /* of the files' rights: those that the root has */
	struct wall_name *names; /* by name; owned */
	char **fixed;            /* NULL-terminated; owned, each too */
	size_t fixed_count;
};

/* For whom a wall is made. */
struct wall_for {
	const struct rules *rules;
	const char *start; /* the folder of the host that the job starts in */
	bool grows;        /* rules may come while the job runs */
	const int *fds;  /* descriptors that the job gets: what they lead to */
	size_t fd_count; /* may be opened anew.  -1 among them is none */
};

/* Makes the ruleset.  Returns 0, also where there is none to be had, or
 * -errno. */
int wall_open(struct wall *w, const struct wall_for *f);

#define WALL_WORDS 8

/* One word for each part of the wall that stands: for the record and for
 * people, WALL_WORDS at most.  n counts from 0; NULL: no more. */
const char *wall_word(const struct wall *w, size_t n);

/* A name that was held and is another thing by now, so that the job could not
 * reach what the rules allow there; NULL: none. */
const char *wall_replaced(const struct wall *w);

/* Idempotent. */
void wall_done(struct wall *w);

#endif /* PTS_WALL_WALL_H */
