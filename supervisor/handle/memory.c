/* Changes of mappings that the filter could not decide: only on kernels without
 * mseal(2), where the region stands at a fixed address and is kept by refusing
 * every change that would reach it (before Linux 6.10). */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "handle/handle.h"
#include "tracee-stub/region.h"

#define GUARD_SIZE (UINT64_C(4) << 30)
#define GUARD_FROM (REGION_FIXED - GUARD_SIZE)
#define GUARD_TO   (REGION_FIXED + GUARD_SIZE)

/* Does [addr, addr + len), as pages, reach the guarded addresses?  What runs
 * past the end of the address space counts as reaching to it. */
static bool
meets(uint64_t addr, uint64_t len)
{
	uint64_t from;
	uint64_t end;

#if defined(__aarch64__)
	/* The kernel takes the tag off first (untagged_addr()). */
	addr &= (UINT64_C(1) << 56) - 1;
#endif
	from = addr & ~(uint64_t)(REGION_PAGE - 1);

	if (__builtin_add_overflow(addr, len, &end) ||
	    __builtin_add_overflow(end, REGION_PAGE - 1, &end))
		end = UINT64_MAX;
	end &= ~(uint64_t)(REGION_PAGE - 1);
	return from < GUARD_TO && end > GUARD_FROM;
}

static bool
touches(const struct call *c)
{
	uint64_t addr = c->arg[0], len = c->arg[1];

	/* A hint is not taken where something is mapped: mmap(2). */
	if (c->nr == SYS_mmap)
		return (c->arg[3] & MAP_FIXED) != 0 && meets(addr, len);
	/* It grows in place only into unused addresses: what it can land on is
	 * the new address it asks for.  An old length of 0 maps shared pages
	 * once more: mremap(2). */
	if (c->nr == SYS_mremap)
		return meets(addr, len != 0 ? len : 1) ||
		    ((c->arg[3] & MREMAP_FIXED) != 0 &&
			meets(c->arg[4], c->arg[2]));
	return meets(addr, len);
}

struct verdict
h_memory(struct call *c)
{
	if (!touches(c))
		return v_pass();
	return call_refuse(c, EPERM,
	    "it would change the memory that holds judged arguments");
}
