/* Pieces of memory that are read together, some of which are not there. */
#include <criterion/criterion.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tracee/mem.h"

#define PAGE  4096u
#define COUNT 200u

Test(parts, holes_are_passed_over)
{
	char *area = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct mem_part part[COUNT];
	char to[COUNT][64];

	cr_assert_neq(area, MAP_FAILED);
	memset(area, 'x', 2 * PAGE);
	cr_assert_eq(mprotect(area + PAGE, PAGE, PROT_NONE), 0);
	memset(to, 0, sizeof(to));
	for (unsigned i = 0; i < COUNT; i++) {
		uint64_t at = (uint64_t)(uintptr_t)area + i;

		if (i % 3 == 1)
			at += PAGE;
		if (i % 3 == 2)
			at = (uint64_t)(uintptr_t)area + PAGE - 10;
		part[i] = (struct mem_part){at, to[i], sizeof(to[i]), 99};
	}
	mem_read_parts(getpid(), part, COUNT);
	for (unsigned i = 0; i < COUNT; i++) {
		size_t want = i % 3 == 0 ? 64 : i % 3 == 1 ? 0 : 10;

		cr_expect_eq(part[i].got, want, "%u: %zu", i, part[i].got);
		for (size_t k = 0; k < sizeof(to[i]); k++)
			cr_assert_eq(to[i][k], k < want ? 'x' : '\0');
	}
	munmap(area, 2 * PAGE);
}

Test(parts, nobody_there)
{
	char to[8];
	struct mem_part part = {(uint64_t)(uintptr_t)to, to, sizeof(to), 99};

	mem_read_parts(0x3fffffff, &part, 1);
	cr_expect_eq(part.got, 0);
	mem_read_parts(getpid(), &part, 0);
}
