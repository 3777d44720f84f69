/* New tasks: the parent's event and the child's first stop, in either order. */
#ifndef PTS_TRACE_BIRTH_H
#define PTS_TRACE_BIRTH_H

#include "trace/state.h"

/* The parent's PTRACE_EVENT_FORK, _VFORK or _CLONE, with its wait status. */
void birth_announced(struct trace *tr, struct tracee *parent, int status);

/* PTRACE_EVENT_STOP of a known task: its first, or the end of a group-stop. */
void birth_first_stop(struct trace *tr, struct tracee *t);

/* A wait status of a task that is not in the table. */
void birth_unknown(struct trace *tr, pid_t tid, int status);

/* Ends processes that nobody will announce: SIGKILL takes a parent out of its
 * call before its event.  To be called after each stop. */
void birth_end_orphans(struct trace *tr);

/* Ends tasks that stopped before they were announced. */
void birth_kill_parked(struct trace *tr);

#endif /* PTS_TRACE_BIRTH_H */
