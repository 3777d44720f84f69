/* What jobs need of this machine, and what it has of that. */
#ifndef PTS_PROBE_H
#define PTS_PROBE_H

#include <stdbool.h>

#include "base/str.h"

enum probe_state {
	PROBE_OK,
	PROBE_NO,   /* and it is in the way */
	PROBE_NONE, /* not there, and no harm */
};

struct probe {
	const char *name;
	bool needed; /* without it no job runs */
	enum probe_state state;
	char says[200];     /* one sentence, without its full stop */
	const char *remedy; /* where it is in the way; else NULL */
};

#define PROBES_MAX 24

/* Tries everything; the most important first.  Returns how many of `to` were
 * filled. */
unsigned probe_all(struct probe to[PROBES_MAX]);

/* A few calls that nothing works without, tried in some microseconds, before
 * each job.  Returns 0, or -errno. */
int probe_quick(void);

/* After something failed: adds what is missing here and what to do, or nothing
 * where nothing is. */
void probe_blame(struct str *to);

/* Are we a job of another ptsandbox?  One that refuses filters, as no kernel
 * does that has one installed already. */
bool probe_nested(void);

#endif /* PTS_PROBE_H */
