/* The end of a job: everything left is killed, and waited for. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "base/now.h"
#include "base/procfile.h"
#include "trace/birth.h"
#include "trace/state.h"

/* How long those that were killed may take. */
#define PATIENCE_NS (5 * NS_PER_S)

/* How often the processor is left to a task that will soon be stopped, before
 * it is looked at what became of it. */
#define LOOK_EVERY 64u

void
trace_kill_all(struct trace *tr)
{
	struct process *p, *next;

	tr->crew->ending_ns = now_ns();
	tr->crew->ending = true;
	HASH_ITER(hh, tr->m->tracees.by_tgid, p, next)
		kill(p->tgid, SIGKILL);
	birth_kill_parked(tr);
	crew_call_all(tr->crew);
}

void
trace_fail(struct trace *tr, const char *fmt, ...)
{
	va_list ap;

	if (!tr->end->failed) {
		va_start(ap, fmt);
		vsnprintf(tr->end->why, sizeof(tr->end->why), fmt, ap);
		va_end(ap);
	}
	tr->end->failed = true;
	trace_kill_all(tr);
}

/* Who was killed, and is in a call that the kernel does not interrupt, ends
 * some time, and does nothing of its own before: nobody waits for that for
 * ever. */
bool
trace_hangs(const struct trace *tr)
{
	return tr->crew->ending && now_ns() - tr->crew->ending_ns > PATIENCE_NS;
}

bool
trace_is_dead(pid_t tid)
{
	char text[512];
	const char *rest;

	if (procfile_read(text, sizeof(text), "/proc/%d/stat", (int)tid) <= 0)
		return true;
	rest = procfile_behind_name(text);
	return rest == NULL || rest[0] == '\0' || rest[1] == 'Z' ||
	    rest[1] == 'X';
}

pid_t
task_wait(pid_t tid, int *status)
{
	const struct timespec little = {.tv_nsec = 50000};
	pid_t got;

	for (unsigned tries = 1;; tries++) {
		got = waitpid(tid, status, __WALL | WNOHANG);
		if (got > 0 || (got < 0 && errno != EINTR))
			return got;
		if (tries % LOOK_EVERY != 0)
			sched_yield();
		else if (trace_is_dead(tid))
			return -1;
		else
			nanosleep(&little, NULL);
	}
}

/* Ends and reaps a child of this thread's, or all (-1). */
static void
reap(pid_t which)
{
	int status;
	pid_t tid;

	while ((tid = waitpid(which, &status, __WALL | __WNOTHREAD)) > 0 ||
	    errno == EINTR) {
		if (tid <= 0 || !WIFSTOPPED(status))
			continue;
		kill(tid, SIGKILL);
		task_resume(tid, 0);
	}
}

/* After the tables are empty a task may still be there: one whose birth nobody
 * could announce. */
void
trace_reap_strangers(void)
{
	reap(-1);
}

void
trace_abandon(pid_t pid)
{
	kill(pid, SIGKILL);
	reap(pid);
}
