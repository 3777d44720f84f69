/* What the stop loop needs from the rest, and what it gives: trace/ knows
 * ptrace and no rules; run.c puts the two together. */
#ifndef PTS_TRACE_TRACE_H
#define PTS_TRACE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "call/call.h"

/* Called by the loop; `ctx` is run.c's own.  All with the desk held alone, but
 * for judge, decided and settled of a call that says `beside`. */
struct trace_hooks {
	void *ctx;
	/* Decides a call. */
	struct verdict (*judge)(void *ctx, struct call *c);
	/* A call was decided: for the audit.  Returns 0, or -errno when the
	 * audit cannot be kept, which ends the job. */
	int (*decided)(void *ctx, struct call *c, const struct verdict *v);
	/* The call is about to go on, `ns` after it was found stopped; NULL:
	 * nobody wants to know, and no clock is read. */
	void (*settled)(void *ctx, const struct call *c, uint64_t ns);
	/* A process was made, runs another program, or ended (wait status). */
	int (*born)(void *ctx, const struct process *p);
	int (*execed)(void *ctx, const struct process *p);
	int (*ended)(void *ctx, const struct process *p, int status);
	/* A process was killed at its exec: what the kernel started is not
	 * what was judged; `why` is one phrase. */
	int (*betrayed)(void *ctx, const struct process *p, const char *why);
	/* A task is about to end: the last time that it and what it used can
	 * be looked at.  With see_exits only. */
	void (*leaving)(void *ctx, struct tracee *t);
	/* All of the job is gone; what else is a child of ours must go too. */
	void (*over)(void *ctx);
	/* Time went by: see tick_ms.  Returns enum trace_tick bits. */
	unsigned (*tick)(void *ctx);
};

/* What a tick asks of the loop. */
enum trace_tick {
	TICK_END = 1,   /* end the job */
	TICK_AGAIN = 2, /* judge the calls that wait (V_WAIT) again */
};

enum end_when {
	END_WITH_FIRST, /* the first process: the rest are killed */
	END_WITH_LAST,
};

struct trace_options {
	enum end_when end_when;
	bool no_seat;     /* measurements: leave placement to the kernel */
	bool keep_code;   /* respell no call: see trace/respell.h */
	unsigned threads; /* of the supervisor at most; 0: one for each CPU */
	unsigned tick_ms; /* the tick comes at least that often; 0: never */
	bool see_exits;   /* tasks stop before they end */
};

/* How the job ended. */
struct trace_end {
	int status;  /* the first process's wait status */
	bool failed; /* we failed: the job was ended, exit status 125 */
	bool killed_by_rule;
	unsigned left; /* tasks that were killed, and hang in the kernel; only
	                  where there is a tick */
	char why[256]; /* failed: one sentence */
};

struct trace;
struct region;

/* Seizes the job's first task, before it runs anything of the job.  Returns 0
 * or -errno. */
int trace_seize(pid_t pid, const struct trace_options *options);

/* Ends and reaps a first task that was, or was to be, seized, and is not
 * served: it could stand in a stop of ours for ever. */
void trace_abandon(pid_t pid);

/* Serves the job whose first task `pid` was seized and waits for its exec (see
 * tracee-stub/launch.h), with the region at `base`, under `policy`; until it
 * ended and none of it is left. */
void trace_run(struct mediator *m, struct region *region, pid_t pid,
    uint64_t base, const struct policy *policy, const struct trace_hooks *hooks,
    const struct trace_options *options, struct trace_end *ret);

#endif /* PTS_TRACE_TRACE_H */
