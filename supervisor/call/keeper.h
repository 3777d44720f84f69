/* The keeper: a sleeping process that shares the supervisor's descriptors.
 *
 * The supervisor is not dumpable, so that nobody of its user can look into it;
 * but then the kernel, working for the job, may not follow /proc/SUPERVISOR/fd
 * either.  The keeper is dumpable and holds no secret: its memory is never
 * used.
 * "/proc/KEEPER/fd/N" is how a judged object reaches a call that the kernel
 * runs for the job.  The job's own names never lead there: it is no process of
 * the job.
 */
#ifndef PTS_CALL_KEEPER_H
#define PTS_CALL_KEEPER_H

#include <sys/types.h>

/* Starts the keeper.  It ends with the calling thread.  Returns its pid or
 * -errno. */
pid_t keeper_start(void);

/* As fork(), but that the child is behind a wall (wall/landlock.h), and that
 * behind the same one there is a keeper: the kernel does not look, for a job
 * behind a wall, at a process on the other side.  All signals are blocked in
 * the child.  Returns the child's pid, and 0 in it, or -errno. */
pid_t keeper_fork(int ruleset, pid_t *ret_keeper);

/* Ends and reaps it; pid <= 0 is nothing to do. */
void keeper_stop(pid_t pid);

#endif /* PTS_CALL_KEEPER_H */
