/* What the files of one run share: see run.c. */
#ifndef PTS_RUN_STATE_H
#define PTS_RUN_STATE_H

#include <limits.h>
#include <linux/filter.h>
#include <sys/types.h>

#include "audit/audit.h"
#include "call/call.h"
#include "environment.h"
#include "opts.h"
#include "rules.h"
#include "trace/region.h"
#include "view/area.h"

/* One run. */
struct run {
	const struct opts *opts;
	struct rules *rules;
	const struct environment *env;
	struct audit *audit;
	struct stacks *stacks;
	struct mediator mediator;
	struct region region;
	struct area area;
	struct sock_fprog filter;
	char path[PATH_MAX];   /* the command, as execve(2) takes it */
	char folder[PATH_MAX]; /* where it starts, of the host; "": here */
	pid_t pid;
	int sync;
};

/* Tells one sentence and keeps it for the record's end. */
void run_complain(const struct run *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* prepare.c: everything that can be made ready before a process is.  Returns 0
 * or the exit status. */
int run_prepare(struct run *r);

#endif /* PTS_RUN_STATE_H */
