/* What the files of one run share: see run.c. */
#ifndef PTS_RUN_STATE_H
#define PTS_RUN_STATE_H

#include <limits.h>
#include <linux/filter.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "ask/ask.h"
#include "audit/audit.h"
#include "audit/meta.h"
#include "audit/stops.h"
#include "call/call.h"
#include "ctl/ctl.h"
#include "environment.h"
#include "limit/output.h"
#include "limit/watch.h"
#include "opts.h"
#include "rules.h"
#include "streams.h"
#include "trace/region.h"
#include "trace/trace.h"
#include "view/area.h"
#include "wall/wall.h"

/* One run. */
struct run {
	const struct opts *opts;
	struct rules *rules;
	const struct environment *env;
	struct audit *audit;
	pthread_mutex_t record; /* see run_hooks.c */
	struct run_meta *meta;
	struct watch watch;
	struct output output;
	sigset_t mask; /* of the job's signals */
	struct stacks *stacks;
	struct mediator mediator;
	struct region region;
	struct area area;
	struct streams streams;
	struct sock_fprog filter;
	struct wall wall;
	char answers[PATH_MAX]; /* the file for them; "": none */
	struct asking *asking;  /* NULL: no rule asks */
	struct stops *stops;    /* --profile-stops; NULL: none */
	struct ctl ctl;         /* fd -1: nobody looks in */
	bool ended_asking;      /* at a question, by who was asked */
	char path[PATH_MAX];    /* the command, as execve(2) takes it */
	char folder[PATH_MAX];  /* where it starts, of the host; "": here */
	pid_t pid;
	int sync;
};

/* Tells one sentence and keeps it for the record's end. */
void run_complain(const struct run *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for what failed, and what this machine is missing for it. */
void run_blame(const struct run *r, const char *what);

/* run_hooks.c: what the loop calls, and how often it is to call `tick`, in ms;
 * 0: never. */
void run_hooks(struct run *r, struct trace_hooks *ret);
struct looker run_looker(struct run *r);
unsigned run_tick_ms(const struct run *r);

/* prepare.c: everything that can be made ready before a process is.  Returns 0
 * or the exit status. */
int run_prepare(struct run *r);

/* run_wall.c: makes the second wall, to be put up by the launcher's fork.
 * Returns 0 or the exit status. */
int run_wall_open(struct run *r);

/* For struct launch: ctx is the run. */
pid_t run_wall_fork(void *ctx);

/* The job has ended: tells where the wall may have stood in its way. */
void run_wall_end(struct run *r);

/* run_limits.c: before the job is made: begins to watch it, and opens its
 * output and --meta.  Returns 0 or the exit status. */
int run_limits_open(struct run *r);

/* Did a signal come that asks to end, before there is a job?  Returns 0 or the
 * exit status. */
int run_limits_held(struct run *r);

/* A limit was hit: tells it, once. */
void run_limits_tell(struct run *r);

/* A process of the job has ended, by a limit of its own maybe. */
void run_limits_ended(struct run *r, const struct process *p, int status);

/* The job has ended: passes its output on, and says whether it was over a limit
 * after all.  `status` is its exit status; returns ours. */
int run_limits_end(struct run *r, int status);

#endif /* PTS_RUN_STATE_H */
