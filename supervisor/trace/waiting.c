/* Tasks whose call is not decided yet, and that get a signal meanwhile.
 *
 * A task in our stop takes no signal but SIGKILL.  One that would end or stop
 * it is not kept from it: the task goes on with its call taken back, meets the
 * signal, and makes the call again if it still can.  A signal that it catches
 * or ignores waits for the answer, as for a call that cannot be interrupted:
 * else a timer of the job's could take every question away. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/procfile.h"
#include "trace/state.h"

/* What signal(7) says is ignored by default, and SIGCONT. */
static const int harmless[] = {SIGCHLD, SIGCONT, SIGURG, SIGWINCH};

/* A set of signals in the text of /proc/TID/status. */
static uint64_t
signals(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at != NULL ? strtoull(at + strlen(name), NULL, 16) : 0;
}

/* Waits a signal for the task that would end or stop it? */
static bool
is_wanted(pid_t tid)
{
	char text[4096];
	uint64_t wanted;

	if (procfile_read(text, sizeof(text), "/proc/%d/status", (int)tid) <= 0)
		return false;
	wanted = signals(text, "\nSigPnd:\t") | signals(text, "\nShdPnd:\t");
	wanted &= ~(signals(text, "\nSigBlk:\t") |
	    signals(text, "\nSigIgn:\t") | signals(text, "\nSigCgt:\t"));
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		wanted &= ~((uint64_t)1 << (harmless[i] - 1));
	return wanted != 0;
}

void
waiting_meet_signals(struct trace *tr)
{
	struct tracee *t, *next;
	struct regs r;
	int err;

	HASH_ITER(hh, tr->m->tracees.by_tid, t, next) {
		if (t->state != TASK_WAITING || t->server != tr ||
		    !is_wanted(t->tid))
			continue;
		t->state = TASK_RUNNING;
		t->asks = 0;
		err = regs_get(t->tid, &r);
		if (err == 0) {
			regs_again(&r);
			err = regs_set(t->tid, &r);
		}
		if (err != 0) {
			settle_lost(tr, t, err);
			continue;
		}
		task_resume(t->tid, 0);
	}
}
