/* What the files of trace/ share: one run's stop loop. */
#ifndef PTS_TRACE_STATE_H
#define PTS_TRACE_STATE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "call/call.h"
#include "trace/crew.h"
#include "trace/region.h"
#include "trace/respell.h"
#include "trace/seat.h"
#include "trace/trace.h"
#include "tracee/regs.h"
#include "tracee/stop.h"

/* A task that stopped, or even ended, before its parent's event told of it. */
struct parked {
	struct parked *next;
	pid_t tid;
	bool ended;
};

/* One member of the crew. */
struct trace {
	struct crew *crew;
	struct mediator *m;
	struct region *region;
	const struct trace_hooks *hooks;
	const struct trace_options *options;
	struct trace_end *end;
	struct seat seat;
	struct parked *parked;
	unsigned tasks;         /* in the tables, and served by this member */
	struct handed *handed;  /* on their way to it; owned */
	unsigned coming;        /* how many these are */
	bool crowded;           /* to share at the next chance */
	bool again;             /* to judge the calls that wait anew */
	bool look;              /* for signals to tasks whose call waits */
	struct call call;       /* the one being served: too big for a stack */
	struct regs regs;       /* with which it was made, beside others */
	struct verdict verdict; /* of that */
	unsigned agains;        /* the crew's, when it was judged */
	uint64_t found_ns;      /* when it was found stopped, where that is
	                           told */
	struct respell_known known; /* code that is respelled */
};

/* Resumes a stopped task, delivering sig (0: none).  A task that is gone
 * meanwhile is no error: its end will be reported. */
void task_resume(pid_t tid, int sig);

/* The same by another request than PTRACE_CONT.  Where it fails for a task that
 * is there, the task is killed, and the loop ends the job. */
void task_go(int request, pid_t tid, int sig);

/* Waits for one task.  A leader that was killed says so only when its threads
 * were reaped, which nobody does meanwhile: that it is dead is seen in /proc.
 * Returns its number, or -1: it is dead, or cannot be waited for. */
pid_t task_wait(pid_t tid, int *status);

/* The task that the event of this wait status is about, in *ret.  Returns 0, or
 * -errno; -ESRCH: it was killed in the stop, and its end will be reported. */
int task_told(pid_t tid, int status, pid_t *ret);

/* Ends the job: nothing of it goes on.  The first reason stands. */
void trace_fail(struct trace *tr, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void trace_kill_all(struct trace *tr);

/* Everything was killed, and what is left does not end: nobody waits for it. */
bool trace_hangs(const struct trace *tr);

/* Was this task killed already, even if its end is not reported yet?  That of a
 * leader is not before those of its other threads were met. */
bool trace_is_dead(pid_t tid);

/* Ends and reaps what is in no table. */
void trace_reap_strangers(void);

/* loop.c: the thread of one more member, a struct trace. */
void *trace_member(void *member);

/* loop.c: a hook of the audit answered.  A record that cannot be kept ends the
 * job. */
void trace_audited(struct trace *tr, int err);

/* stops.c: meets what waitpid(2) told of a task. */
void trace_stopped(struct trace *tr, pid_t tid, int status);

/* What became of a stop that was met beside others. */
enum met {
	MET_NOT,    /* nothing: it is to be met with the desk held alone */
	MET_JUDGED, /* its call is judged; the rest needs the desk alone */
	MET_WHOLLY,
};

/* stops.c: meets a stop at the filter, with the desk held beside others. */
enum met trace_beside(struct trace *tr, pid_t tid);

/* stops.c: the rest of a call that was judged, with the desk held alone since.
 * False: as MET_NOT. */
bool trace_judged(struct trace *tr, pid_t tid);

/* stops.c: the same of a task of this member. */
void trace_met(struct trace *tr, struct tracee *t, int status);

/* settle.c: registers could not be had: of a task that is gone that is no
 * failure, and it is let go; of another it ends the job. */
void settle_lost(struct trace *tr, const struct tracee *t, int err);

/* settle.c: a call stopped at the filter. */
void settle_call(struct trace *tr, struct tracee *t);

/* settle.c: the same beside others, and the rest of that. */
enum met settle_beside(struct trace *tr, struct tracee *t);
void settle_judged(struct trace *tr, struct tracee *t);

/* settle.c: judges the calls that wait anew. */
void settle_waiting(struct trace *tr);

/* waiting.c: lets tasks whose call waits meet signals that end or stop them. */
void waiting_meet_signals(struct trace *tr);

/* settle.c: the exit stop of a call that asked for it. */
void settle_return(struct trace *tr, struct tracee *t);

/* pin.c: the registers as the job made the call.  A call that the kernel
 * restarted comes from the stub's own `syscall`: it is the call that was pinned
 * before, and is judged again from the job's registers, not from what was
 * pinned.  The task gets them back at once: a job can jump to the stub with any
 * registers, and what is judged must be what the kernel runs.  Returns 0 or
 * -errno. */
int pin_read(struct tracee *t, struct regs *ret);

/* pin.c: the kernel shall run what stands in the call's pin, and come back
 * through the stub, which gives the job its registers.  Returns 0 or -errno. */
int pin_set(struct tracee *t, const struct call *c, struct regs *r);

/* pin.c: gives a task that stands in the stub its registers back, before a
 * signal's handler could see them. */
void pin_leave_stub(struct trace *tr, struct tracee *t);

/* inject.c: at PTRACE_EVENT_EXEC: checks that the new image is what was judged,
 * and maps the region into it before its first instruction.  The task is
 * stopped before and after.  Returns 0; -ESRCH when it was killed meanwhile,
 * with *ret_status when it has ended; -EPERM with *ret_why when the image is
 * not what was judged; another -errno for our own failure. */
int inject_image(struct trace *tr, struct tracee *t, int *ret_status,
    const char **ret_why);

#endif /* PTS_TRACE_STATE_H */
