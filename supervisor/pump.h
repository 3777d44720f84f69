/* A pump: a thread that carries what the job writes into a pipe to where it
 * belongs, and may change or count it on the way.  The loop never waits for
 * it. */
#ifndef PTS_PUMP_H
#define PTS_PUMP_H

#include <pthread.h>
#include <stdbool.h>

#include "base/str.h"

/* Called in the pump's thread for all that came, in order: adds to `out` what
 * is to be written for these bytes; at the end once with len 0.  NULL stands
 * for writing them as they are. */
typedef void pump_edit(void *ctx, struct str *out, const char *bytes,
    size_t len);

struct pump {
	int in;   /* for the job: where it writes; owned */
	int from; /* the pipe's other end; owned */
	int stop; /* eventfd: no more is to come; owned */
	int to;   /* where all goes; the caller's, open until pump_finish() */
	int err;  /* 0, or errno of the write that failed */
	bool running;
	pump_edit *edit;
	void *ctx;
	pthread_t thread;
};

/* No pump: what pump_finish() accepts. */
#define PUMP_NONE                                                              \
	{                                                                      \
		.in = -1, .from = -1, .stop = -1, .to = -1                     \
	}

/* Makes the pipe; p->in is then to be given to the job.  Returns 0 or
 * -errno. */
int pump_open(struct pump *p, int to, pump_edit *edit, void *ctx);

/* Starts the thread, once the job's first process has p->in, which is closed
 * here.  All signals are blocked in it.  Returns 0 or -errno. */
int pump_start(struct pump *p);

/* The job ended: what is in the pipe by now is carried, also where somebody
 * else still holds it open; then the thread is gone and all is closed.  Waits
 * for whoever reads `to`.  Idempotent.  Returns 0, or -errno of the write that
 * failed, after which the job was told by SIGPIPE or EPIPE. */
int pump_finish(struct pump *p);

#endif /* PTS_PUMP_H */
