/* A wait status turned into what it means.  Pure. */
#ifndef PTS_TRACEE_STOP_H
#define PTS_TRACEE_STOP_H

enum stop {
	STOP_EXITED,  /* gone: WEXITSTATUS */
	STOP_KILLED,  /* gone: WTERMSIG */
	STOP_SECCOMP, /* a mediated call is about to happen */
	STOP_SYSCALL, /* entry or exit stop that we asked for */
	STOP_FORK,    /* fork, vfork or clone made a task */
	STOP_VFORK_DONE,
	STOP_EXEC,    /* a new image, before its first instruction */
	STOP_EXIT,    /* about to end */
	STOP_GROUP,   /* stopped by SIGSTOP, SIGTSTP, SIGTTIN or SIGTTOU */
	STOP_NEW,     /* first stop of a new task, or PTRACE_INTERRUPT */
	STOP_SIGNAL,  /* a signal is about to be delivered */
	STOP_UNKNOWN, /* nothing we know: treated as our failure */
};

/* Decided from the status alone, never from a signal's number where an event
 * is given: a job can raise any signal. */
enum stop stop_of(int status);

#endif /* PTS_TRACEE_STOP_H */
