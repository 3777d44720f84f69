/* The memory of a stopped task, copied in and out by process_vm_readv(2) and
 * process_vm_writev(2): they obey the pages' protection, unlike PTRACE_POKEDATA
 * and /proc/PID/mem, which would write through read-only pages. */
#include "tracee/mem.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>

#define PAGE 4096u

static ssize_t
copy_in(pid_t tid, uint64_t addr, void *to, size_t len)
{
	struct iovec local = {to, len};
	struct iovec remote = {(void *)(uintptr_t)addr, len};
	ssize_t n;

	n = process_vm_readv(tid, &local, 1, &remote, 1, 0);
	if (n < 0)
		/* EPERM: the task made itself unreadable, or is half dead:
		 * what we cannot read the kernel must not read either. */
		return errno == ESRCH ? -ESRCH : -EFAULT;
	return n;
}

int
mem_read(pid_t tid, uint64_t addr, void *to, size_t len)
{
	ssize_t n;

	if (len == 0)
		return 0;
	n = copy_in(tid, addr, to, len);
	if (n < 0)
		return (int)n;
	return (size_t)n == len ? 0 : -EFAULT;
}

ssize_t
mem_read_some(pid_t tid, uint64_t addr, void *to, size_t len)
{
	/* A transfer that meets an unreadable page stops there and returns
	 * what it copied (process_vm_readv(2), in whole iovec elements, but
	 * page by page inside one element since Linux 3.2's first version). */
	return copy_in(tid, addr, to, len);
}

/* Pieces in one system call: below IOV_MAX, and what fits on the stack. */
#define PARTS 64u

/* How many of part[0..count) were met, the last of them perhaps in part. */
static size_t
share_out(struct mem_part *part, size_t count, size_t copied)
{
	size_t i = 0;

	while (i < count && copied >= part[i].len) {
		part[i].got = part[i].len;
		copied -= part[i++].len;
	}
	if (i < count)
		part[i++].got = copied;
	return i;
}

void
mem_read_parts(pid_t tid, struct mem_part *part, size_t count)
{
	for (size_t i = 0; i < count; i++)
		part[i].got = 0;
	for (size_t at = 0; at < count;) {
		struct iovec local[PARTS], remote[PARTS];
		size_t n = count - at < PARTS ? count - at : PARTS;
		ssize_t copied;

		for (size_t i = 0; i < n; i++) {
			const struct mem_part *p = &part[at + i];

			local[i] = (struct iovec){p->to, p->len};
			remote[i] =
			    (struct iovec){(void *)(uintptr_t)p->addr, p->len};
		}
		copied = process_vm_readv(tid, local, n, remote, n, 0);
		if (copied < 0 && errno == ESRCH)
			return;
		/* The transfer stops at the first piece with a fault: go on
		 * behind it. */
		at += share_out(part + at, n, copied > 0 ? (size_t)copied : 0);
	}
}

int
mem_write(pid_t tid, uint64_t addr, const void *from, size_t len)
{
	struct iovec local = {(void *)(uintptr_t)from, len};
	struct iovec remote = {(void *)(uintptr_t)addr, len};
	ssize_t n;

	if (len == 0)
		return 0;
	n = process_vm_writev(tid, &local, 1, &remote, 1, 0);
	if (n < 0)
		return errno == ESRCH ? -ESRCH : -EFAULT;
	return (size_t)n == len ? 0 : -EFAULT;
}

/* The most of a string that is read at once: most names end in it. */
#define FIRST_READ 256u

ssize_t
mem_read_string(pid_t tid, uint64_t addr, char *to, size_t size)
{
	size_t have = 0;

	while (have < size) {
		size_t want = have == 0 ? FIRST_READ : PAGE;
		char *end;
		ssize_t n;

		if (want > size - have)
			want = size - have;
		n = mem_read_some(tid, addr + have, to + have, want);
		if (n <= 0)
			return n == 0 ? -EFAULT : n;
		end = memchr(to + have, '\0', (size_t)n);
		if (end != NULL)
			return end - to;
		have += (size_t)n;
		/* Short: the next byte is on a page that cannot be read. */
		if ((size_t)n < want)
			return -EFAULT;
	}
	return -ENAMETOOLONG;
}
