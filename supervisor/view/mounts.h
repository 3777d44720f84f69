/* A namespace as a table of mounts, as /proc/PID/mountinfo and kin write one:
 * the root, each place that is mapped or private, and /proc. */
#ifndef PTS_VIEW_MOUNTS_H
#define PTS_VIEW_MOUNTS_H

#include "base/str.h"

struct policy;

enum mounts {
	MOUNTS_INFO,  /* mountinfo: proc_pid_mountinfo(5) */
	MOUNTS_TABLE, /* mounts: fstab(5) */
	MOUNTS_STATS  /* mountstats */
};

/* Adds the table of a policy that has a namespace.  Returns 0 or -errno. */
int mounts_write(enum mounts kind, const struct policy *p, struct str *to);

#endif /* PTS_VIEW_MOUNTS_H */
