/* The catalogue compiled into a seccomp program, with libseccomp, when we were
 * built (bpf/gen). */
#ifndef PTS_BPF_FILTER_H
#define PTS_BPF_FILTER_H

#include <linux/filter.h>
#include <stdbool.h>

enum guard {
	GUARD_SEALED, /* the region is mseal'ed: memory calls run free */
	GUARD_FIXED,  /* no mseal: the region stands at REGION_FIXED, calls that
	                 would change mappings there or in the 4 GiB below are
	                 refused (EPERM), and those of which the filter cannot
	                 tell stop, for their row's handler */
};

/* Does the run draw a namespace? */
enum sight {
	SIGHT_HOST,  /* no: T_DRAWN and T_ROOT rows are allowed */
	SIGHT_DRAWN, /* yes: T_DRAWN rows stop */
	SIGHT_ROOT,  /* and has `user: root` in one: T_ROOT rows stop too */
};

/* Do rules of the run cut reads and writes short? */
enum cut {
	CUT_NEVER, /* no: T_SHORT rows are allowed */
	CUT_SHORT, /* yes: they stop */
};

/* The program: T_FREE rows are allowed, T_QUIET rows answer their errno,
 * everything else stops (SECCOMP_RET_TRACE), unknown numbers included; a
 * foreign architecture and x32 numbers kill the process.
 * On success ret->filter is malloc'ed, for the caller to free.  Returns 0 or
 * -errno. */
int filter_build(enum guard guard, enum sight sight, enum cut cut,
    struct sock_fprog *ret);

#endif /* PTS_BPF_FILTER_H */
