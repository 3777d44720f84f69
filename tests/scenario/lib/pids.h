/* The kinds of pid that a call can be given. */
#ifndef PTS_SCENARIO_PIDS_H
#define PTS_SCENARIO_PIDS_H

#include "lib/guest.h"

/* The call under test, on one process. */
typedef long (*pid_fn)(pid_t pid);

/* Tries fn on ourselves, on a child, on nobody and on numbers that are no pid.
 * Processes outside the job are left to denied(): a bare run reaches them. */
static inline void
pids(pid_fn fn)
{
	pid_t child = idle_child();

	say("ourselves", fn(getpid()));
	say("our child", fn(child));
	end_child(child);
	say("nobody", fn(dead_pid()));
	say("no such pid", fn(4194999));
	say("a wild pid", fn(0x7fffffff));
}

#endif /* PTS_SCENARIO_PIDS_H */
