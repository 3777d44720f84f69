/* Whom a call acts on: the question that signals, priorities, limits and
 * descriptor owners share. */
#ifndef PTS_HANDLE_TARGET_H
#define PTS_HANDLE_TARGET_H

#include <stdbool.h>
#include <sys/types.h>

#include "call/call.h"

/* May the caller act on this process (or thread)?  False: the answer is in
 * c->out.  A process that is not of the job and one that does not exist get the
 * same ESRCH, so that numbers cannot be probed; the attempt on one that exists
 * is recorded. */
bool target_may(struct call *c, pid_t pid);

/* Is this a process of the job that has ended, and that its parent, another
 * process of the job, has yet to wait for?  It can be signalled, to no effect.
 * `group`: is this one the leader of its process group? */
bool target_ended(const struct call *c, pid_t pid, bool group);

/* target_may() for whoever `group` (a process group, > 0) holds: it must hold
 * nobody but processes of the job, and the rules must allow each. */
bool target_may_group(struct call *c, pid_t group);

/* Is any process of the job in this group? */
bool target_in_group(const struct call *c, pid_t group);

/* Do the rules allow a signal to p, a process of the job?  Records and asks
 * nothing: ASKED_WAIT where target_may() would put a question.  *ret_ends: the
 * answer is that the job must end; target_may() gives it. */
enum asked target_would(struct call *c, const struct process *p,
    bool *ret_ends);

#endif /* PTS_HANDLE_TARGET_H */
