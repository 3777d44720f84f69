/* The crew: one thread of the supervisor on each CPU, each with tasks of its
 * own.  ptrace(2) ties a task to the thread that seized it, so a process that
 * is to be served elsewhere changes hands (handover.c): it is sent to the
 * stub's parking place, let go, and seized by the other thread.  Its registers
 * and blocked signals are put back before it goes on; nobody sees more than
 * 50 us of sleep.
 *
 * The thread that made a process is told of its stops even where another thread
 * traces it (wait_consider_task() of kernel/exit.c): the first process, and who
 * is born as its sibling, stay where they are; and a supervisor that takes in
 * orphans (pid 1, PR_SET_CHILD_SUBREAPER) has one thread.
 *
 * PTRACE_O_EXITKILL acts when the thread that seized a task ends, and so at the
 * latest with the supervisor.  A member ends when the job has no task left.
 *
 * The lock.  There is one, the desk, and two ways to hold it.
 *
 * Who holds it alone may touch everything: the tables, the members, the rules,
 * the record, the readers of stacks, what is counted, asked and kept, and what
 * the supervisor has once as a process (its umask, its handlers of signals, its
 * children).  Every stop is met and every hook called so, but for one kind:
 * what they do needs no thought of threads, and functions that keep a static
 * buffer may be used.
 *
 * Several members may hold it beside each other, each for one call of a row
 * that the catalogue marks (BESIDE: stat, open, access, readlink), which are
 * nearly all stops of most jobs.  Meanwhile nobody holds it alone, so all that
 * only changes there stands still: tables, policies, namespaces, settings. Such
 * a call
 *   - reads all that;
 *   - writes what is its member's (struct trace), its task's and its process's,
 *     all of whose tasks the member serves, with their slots of the region;
 *   - acts on the job by what it writes to its memory, and by its verdict;
 *   - is entered in the record and the profile under a lock of theirs
 *     (run_hooks.c), which whoever holds the desk alone does not need.
 * Where it finds that it needs more - a question, an injection, who makes it, a
 * keeper - it comes to call_needs_desk() before it acted: it is forgotten, and
 * judged anew with the desk held alone.  Where only what follows needs more,
 * because it is told with a stack or ends the job, the desk is taken alone for
 * that (trace_judged()).
 *
 * Without the desk a member only waits: crew_wait(), crew_idle().  What
 * waitpid(2) told may be out of date by the time the desk is had: ptrace(2)
 * then says ESRCH, and trace_stopped() knows a number that has a new owner.
 * Outside of the desk there are further:
 *   - handlers of signals: they set a flag, each a volatile sig_atomic_t, and
 *     a thread's own in clock.c; all but SIGALRM come to the first member;
 *   - the threads that carry output (pump.h), which share nothing.
 * While holding the desk alone nobody takes another lock but `idle`, for a
 * moment, and the C library's; beside others, the record's and the library's.
 */
#ifndef PTS_TRACE_CREW_H
#define PTS_TRACE_CREW_H

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tracee/regs.h"

#define CREW_MAX 64u

struct trace;
struct tracee;

/* A process on its way from one thread to another. */
struct handed {
	struct handed *next;
	struct tracee *t;
	struct regs regs; /* with which it goes on */
	uint64_t mask;    /* its blocked signals */
	int pidfd;        /* owned; whom the number means */
	bool seated;      /* it was, where it comes from */
};

struct crew {
	pthread_rwlock_t desk;
	unsigned agains;      /* ticks after which calls are judged anew */
	atomic_uint beside;   /* how many members hold it so, counted where
	                         there is a profile */
	pthread_mutex_t idle; /* for news */
	pthread_cond_t news;  /* a task was handed to somebody, or none is left
	                       */
	struct trace *member[CREW_MAX];
	pthread_t thread[CREW_MAX]; /* of all but the first */
	unsigned members, most;
	cpu_set_t cpus;     /* that the supervisor may run on */
	clockid_t alive;    /* is there as long as the supervisor is */
	pid_t first;        /* the first process */
	bool first_ended;   /* its status is known */
	bool ending;        /* everything left is being killed */
	uint64_t ending_ns; /* when a task ended last, or was to */
	bool over;          /* somebody left: what else we run was ended */
	bool lent;          /* a process lives on beside one in its memory */
};

/* The calling thread is the first member, and holds the desk from now on.
 * `most`: threads at most; 0: as many as there are CPUs. */
void crew_open(struct crew *c, struct trace *first, unsigned most);

/* Waits for the other threads and frees what is theirs.  The desk is held
 * before, and gone afterwards. */
void crew_done(struct crew *c);

/* Takes the desk alone; lets go of it. */
void crew_take_desk(struct crew *c);
void crew_leave_desk(struct crew *c);

/* Lets go of the desk, waits for a stop of a task of this member that cannot be
 * met beside others, and takes the desk again, alone.  Returns as waitpid(2),
 * with errno. */
pid_t crew_wait(struct trace *tr, int *status);

/* The member has no task: sleeps until there is news, or for ms milliseconds
 * (0: for ever). */
void crew_idle(struct trace *tr, unsigned ms);

/* Somebody is to look up from waiting: see clock_rang(). */
void crew_call(struct trace *tr);
void crew_call_all(struct crew *c);

/* Hands a task over to a less busy member, if there is one.  It is the only one
 * of its process, and stopped: at its first stop, or at the filter; it will go
 * on with `regs`.  True: it is not this member's any more.  False: it is as it
 * was, or was killed, or the job ends. */
bool crew_share(struct trace *tr, struct tracee *t, const struct regs *regs);

/* Seizes the tasks that were handed to this member. */
void crew_take(struct trace *tr);

/* The kernel gave t's number to somebody new, while t was on its way or its
 * end not yet met: it is gone, and forgotten. */
void crew_lost(struct trace *tr, struct tracee *t);

/* crew.c: to whom of the others a task should go, a new one maybe; NULL: there
 * is nobody. */
struct trace *crew_whom(const struct trace *tr);

/* Is this member so much busier than another that it should share? */
bool crew_crowded(const struct trace *tr);

#endif /* PTS_TRACE_CREW_H */
