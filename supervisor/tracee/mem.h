/* The memory of a stopped task.  All that is read is hostile. */
#ifndef PTS_TRACEE_MEM_H
#define PTS_TRACEE_MEM_H

#include <stdint.h>
#include <sys/types.h>

/* Copies len bytes in.  All or nothing.  Returns 0 or -errno: -EFAULT for what
 * we cannot read (whatever the kernel could), -ESRCH when the task is gone. */
int mem_read(pid_t tid, uint64_t addr, void *to, size_t len);

/* Copies up to len bytes in, as many as are readable from addr on.  Returns how
 * many (at least 1) or -errno. */
ssize_t mem_read_some(pid_t tid, uint64_t addr, void *to, size_t len);

/* One of several pieces that are copied in together. */
struct mem_part {
	uint64_t addr;
	void *to;
	size_t len;
	size_t got; /* out: how many of the first bytes were readable */
};

/* Copies all that is readable of count pieces in, in as few system calls as
 * there are pieces that are not readable whole. */
void mem_read_parts(pid_t tid, struct mem_part *part, size_t count);

/* Copies len bytes out, obeying the pages' protection as the kernel would.
 * All or nothing as far as process_vm_writev(2) is.  Returns 0 or -errno. */
int mem_write(pid_t tid, uint64_t addr, const void *from, size_t len);

/* Copies a NUL-terminated string into to[0..size).  Returns its length, or
 * -ENAMETOOLONG when no NUL stands in the first `size` bytes, -EFAULT, -ESRCH.
 * Never reads past the page in which the string ends more than needed. */
ssize_t mem_read_string(pid_t tid, uint64_t addr, char *to, size_t size);

#endif /* PTS_TRACEE_MEM_H */
