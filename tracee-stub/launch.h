/* The launcher: the job's first process before it is the job. */
#ifndef PTS_STUB_LAUNCH_H
#define PTS_STUB_LAUNCH_H

#include <linux/filter.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct launch {
	char *const *argv;
	char *const *envp;
	const char *path;   /* the program, as execve(2) takes it */
	const char *folder; /* where it starts; NULL: here */
	int standard[3];    /* its standard streams; -1: what we have */
	const int *kept;    /* descriptors above 2 that it keeps too */
	size_t kept_count;
	struct sock_fprog filter;
	int region_fd;      /* the region's memfd */
	uint64_t region_at; /* fixed address, or 0: the kernel chooses */
	int mseal;          /* seal the region */
	uint64_t open_files, file_size; /* hard limits, 0: as they are */
	int output[2];                  /* what takes the place of standard
	                                   output and error; -1: nothing */
	sigset_t mask; /* the signals that the program finds blocked */
	pid_t (*fork)(void *ctx); /* as fork(2); NULL: that */
	void *fork_ctx;
};

/* Forks the launcher, which waits until it was seized: the caller seizes it and
 * then calls launch_go().  *ret_sync is the descriptor to tell it by.  Returns
 * its pid or -errno. */
pid_t launch_fork(const struct launch *l, int *ret_sync);

/* Lets the seized launcher go on, to its exec, which is the first mediated
 * call; *ret_base is where it mapped the region.  Returns 0, or -errno (what
 * the launcher `pid` met before it could exec; -ECHILD: it was killed). */
int launch_go(int sync, pid_t pid, uint64_t *ret_base);

/* After the first process ended: the errno with which its exec failed, or 0
 * when it became the job. */
int launch_exec_error(int sync);

#endif /* PTS_STUB_LAUNCH_H */
