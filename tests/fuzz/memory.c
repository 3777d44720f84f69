/* The memory of a job that does not exist: linked in the place of
 * tracee/mem.c, so that what reads a job can be given any memory at all. */
#include "tracee/mem.h"

#include <errno.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

#define FIRST 4096u
#define HOLE  65536u

static const uint8_t *memory;
static size_t memory_len;

void
memory_is(const uint8_t *bytes, size_t len)
{
	memory = bytes;
	memory_len = len;
}

uint64_t
memory_first(void)
{
	return memory_len == 0
	    ? FIRST
	    : (FIRST + memory_len - 1) / memory_len * memory_len;
}

/* How many bytes from an address on can be read in one piece. */
static size_t
readable(uint64_t addr)
{
	size_t hole, again;

	if (memory_len == 0 || addr < FIRST || addr > UINT32_MAX ||
	    (addr & HOLE) != 0)
		return 0;
	hole = HOLE - addr % HOLE;
	again = memory_len - addr % memory_len;
	return hole < again ? hole : again;
}

ssize_t
mem_read_some(pid_t tid, uint64_t addr, void *to, size_t len)
{
	char *bytes = to;
	size_t n = 0, piece;

	(void)tid;
	while (n < len && (piece = readable(addr + n)) > 0) {
		if (piece > len - n)
			piece = len - n;
		memcpy(bytes + n, memory + (addr + n) % memory_len, piece);
		n += piece;
	}
	return n > 0 || len == 0 ? (ssize_t)n : -EFAULT;
}

int
mem_read(pid_t tid, uint64_t addr, void *to, size_t len)
{
	ssize_t n = mem_read_some(tid, addr, to, len);

	return n >= 0 && (size_t)n == len ? 0 : -EFAULT;
}

void
mem_read_parts(pid_t tid, struct mem_part *part, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		ssize_t n =
		    mem_read_some(tid, part[i].addr, part[i].to, part[i].len);

		part[i].got = n > 0 ? (size_t)n : 0;
	}
}

int
mem_write(pid_t tid, uint64_t addr, const void *from, size_t len)
{
	const volatile unsigned char *bytes = from;

	(void)tid;
	for (size_t i = 0; i < len; i++) {
		if (readable(addr + i) == 0)
			return -EFAULT;
		(void)bytes[i];
	}
	return 0;
}

ssize_t
mem_read_string(pid_t tid, uint64_t addr, char *to, size_t size)
{
	ssize_t n = mem_read_some(tid, addr, to, size);
	const char *end = n > 0 ? memchr(to, '\0', (size_t)n) : NULL;

	if (end != NULL)
		return end - to;
	if (n < 0)
		return n;
	return (size_t)n == size ? -ENAMETOOLONG : -EFAULT;
}
