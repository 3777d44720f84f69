/* What the parts of open and kin share. */
#ifndef PTS_HANDLE_OPENING_H
#define PTS_HANDLE_OPENING_H

#include <linux/openat2.h>
#include <stdbool.h>

#include "call/call.h"

struct opening {
	struct open_how how;
	int path;  /* argument */
	int dirfd; /* descriptor */
};

/* Did the name lead as how.resolve demands?  0, a positive errno for the job,
 * or -1: answered in c->out. */
int opening_promises(struct call *c, const struct opening *o);

/* Fills in the pinned call but for its name.  False answers a fault. */
bool opening_pin(struct call *c, const struct open_how *how);

/* Would the open read a text of procfs that tells names of the host, where the
 * job has a namespace? */
bool opening_reads_text(const struct call *c, const struct opening *o);

/* Has the kernel open what the job may read of it. */
struct verdict opening_text(struct call *c, struct opening *o);

#endif /* PTS_HANDLE_OPENING_H */
