/* What procfs tells of a descriptor: /proc/PID/fdinfo/N, proc(5). */
#ifndef PTS_TRACEE_FDINFO_H
#define PTS_TRACEE_FDINFO_H

#include <stdint.h>
#include <sys/types.h>

struct fdinfo {
	uint64_t position;
	unsigned long flags; /* as open(2) has them, and O_CLOEXEC */
	uint64_t mount;      /* id of its mount */
	uint64_t ino;        /* since Linux 5.14; 0: not told */
	pid_t pid; /* a pidfd's process; -1: it is gone; 0: no pidfd */
};

/* Reads it for descriptor fd of a task.  Returns 0, -EBADF where there is no
 * such descriptor, or another -errno. */
int fdinfo_read(pid_t tid, int fd, struct fdinfo *ret);

/* The same by the file's name. */
int fdinfo_read_file(const char *name, struct fdinfo *ret);

#endif /* PTS_TRACEE_FDINFO_H */
