/* What processes use, as the kernel tells it.  A process that is gone meanwhile
 * uses nothing. */
#ifndef PTS_LIMIT_USAGE_H
#define PTS_LIMIT_USAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What one task has passed through system calls, without its children: bytes,
 * of /proc/PID/task/TID/io (proc_pid_io(5)). */
struct usage_io {
	uint64_t read;   /* rchar: given to read(2) and its like */
	uint64_t passed; /* wchar: given by write(2), also to pipes */
	uint64_t disk;   /* write_bytes: pages of files made dirty, by memory
	                    maps as well; whole pages */
};

/* False: the task is gone, or the kernel has no such accounting. */
bool usage_io(pid_t tgid, pid_t tid, struct usage_io *ret);

/* Processor time of a process, with its ended threads and without its
 * children, in ns. */
uint64_t usage_cpu(pid_t tgid);

/* Bytes of memory that a process holds, and with `swap` what of it was swapped
 * out. */
uint64_t usage_resident(pid_t tgid, bool swap);

/* The same, with each page that is mapped n times counted as 1/n.  It takes
 * long.  False: the kernel does not tell. */
bool usage_share(pid_t tgid, uint64_t *ret);

/* The most that it ever held, in bytes. */
uint64_t usage_peak(pid_t tgid);

/* Is the memory of the two the same?  False where nobody can tell. */
bool usage_same_memory(pid_t one, pid_t other);

#endif /* PTS_LIMIT_USAGE_H */
