/* Signals that reach the supervisor, and the terminal's stops: the job is in
 * our process group, and a person deals with both as with one program. */
#ifndef PTS_TRACE_JOB_CONTROL_H
#define PTS_TRACE_JOB_CONTROL_H

#include <signal.h>
#include <sys/types.h>

/* Keeps the signals that job_control_open() is about for later; *ret_before is
 * the mask to go back to. */
void job_control_hold(sigset_t *ret_before);

/* One of them came meanwhile; 0: none. */
int job_control_held(void);

/* From now on: Ctrl-C, Ctrl-\ and Ctrl-Z are the job's to answer; SIGTERM,
 * SIGHUP, SIGINT, SIGQUIT, SIGUSR1 and SIGUSR2 that a process sends to us are
 * passed on to `first`. */
void job_control_open(pid_t first);

/* The first process ended: nobody to pass signals on to. */
void job_control_forget(void);

/* The job ended: those signals do what they do to any program. */
void job_control_close(void);

/* A stopping signal is about to be delivered to a task of the first process.
 * One that the terminal sent (Ctrl-Z, reading in the background) makes the next
 * stop of the first process a stop of us all. */
void job_control_note(pid_t tid, int sig);

/* The first process stopped.  If the terminal began it: stop with it, so that
 * the shell sees its job stopped, and go on with it.  A stop that the job made
 * by itself is its own affair: were we to follow, a task of the job that wanted
 * to continue the first could not be served. */
void job_control_follow(pid_t first);

#endif /* PTS_TRACE_JOB_CONTROL_H */
