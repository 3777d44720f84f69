/* Where sockets of the job were bound, by inode: no interface of the kernel
 * tells it of a TCP socket that is bound and not yet listening, and listen(2)
 * is judged by it.  A hint only: what listen(2) then did is checked with the
 * kernel. */
#ifndef PTS_CALL_BOUND_H
#define PTS_CALL_BOUND_H

#include <stddef.h>
#include <sys/types.h>

#include "rules.h"

#define BOUND_MAX  64u
#define BOUND_NAME 256u

struct bound {
	ino_t inode; /* of the socket; 0: unused */
	struct net_object at;
	char name[BOUND_NAME]; /* what at.name points to */
};

/* The latest ones; an older one is forgotten, and its socket then counts as
 * unbound.  All zero is empty. */
struct bounds {
	struct bound entry[BOUND_MAX];
	unsigned next;
};

/* Fills *b; a unix name that is too long cannot be remembered and makes it
 * unused. */
void bound_set(struct bound *b, ino_t inode, const struct net_object *at);

/* Remembers a copy of *b, unless it is unused. */
void bounds_add(struct bounds *all, const struct bound *b);

/* The last known binding of a socket, or NULL. */
const struct bound *bounds_find(const struct bounds *all, ino_t inode);

#endif /* PTS_CALL_BOUND_H */
