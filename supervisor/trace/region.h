/* The region as the supervisor holds it: its memfd, its own writable mapping,
 * and which slots are taken.  The layout is tracee-stub/region.h. */
#ifndef PTS_TRACE_REGION_H
#define PTS_TRACE_REGION_H

#include <stdbool.h>
#include <stdint.h>

#include "tracee-stub/region.h"

struct region {
	int fd;             /* the sealed memfd */
	unsigned char *map; /* writable, ours alone */
	bool mseal;         /* images seal their mapping */
	uint64_t at;        /* 0: the kernel chooses, else REGION_FIXED */
	long vdso_syscall;  /* offset of a syscall instruction in the vdso */
	unsigned next_slot; /* where the search for a free one starts */
	unsigned free_slots;
	bool taken[REGION_SLOTS];
};

enum seal_wish {
	SEAL_IF_POSSIBLE,
	SEAL_NEVER
};

/* Makes the region.  SEAL_NEVER: as on a kernel without mseal(2), for tests.
 * Returns 0 or -errno. */
int region_open(struct region *r, enum seal_wish seal);

/* Releases it; idempotent. */
void region_done(struct region *r);

/* A free slot's index, or -EAGAIN. */
int region_take(struct region *r);
void region_give_back(struct region *r, unsigned index);

/* The supervisor's own address of a slot. */
struct slot *region_slot(const struct region *r, unsigned index);

/* The job's address of a slot in an image that has the region at base. */
static inline uint64_t
region_slot_at(uint64_t base, unsigned index)
{
	return base + REGION_PAGE + (uint64_t)index * SLOT_SIZE;
}

/* Does ip stand in the stub, behind its first `syscall`? */
bool region_in_stub(uint64_t base, uint64_t ip);

/* The addresses behind the `syscall` of each way into the stub: see struct
 * stub_layout. */
uint64_t region_stub_after(uint64_t base);
uint64_t region_by_arg_after(uint64_t base);

/* Does ip stand behind one of them?  In an image without a region: no. */
bool region_made_call(uint64_t base, uint64_t ip);

/* The address of the stub's setup code, and behind its last call. */
uint64_t region_setup(uint64_t base);
uint64_t region_setup_done(uint64_t base);

/* The address of the stub's code that waits for a supervisor. */
uint64_t region_park(uint64_t base);

#endif /* PTS_TRACE_REGION_H */
