/* The layout of the region: the memory that the supervisor writes and the job
 * can only read, where the kernel finds the arguments that were judged.
 *
 *   base                     the stub: one page, read and execute
 *   base + REGION_PAGE       slot 0
 *   base + REGION_PAGE + n * SLOT_SIZE   slot n, one for each task
 *   base + BAYS_AT + n * BAY_SIZE        bay n, for what fits no slot
 *
 * The whole is one memfd, sealed against writing, shrinking and growing, mapped
 * MAP_SHARED and never writable in the job; the supervisor stores through a
 * mapping made before the seal.
 */
#ifndef PTS_STUB_REGION_H
#define PTS_STUB_REGION_H

#include <stddef.h>
#include <stdint.h>

#include "region_const.h"

#define REGION_PAGE  4096u
#define REGION_SLOTS 4096u
#define SLOT_SIZE    16384u

/* Room for argument vectors: the kernel takes some 200,000 pointers at most
 * under the usual limit of stack. */
#define BAYS     8u
#define BAY_SIZE (2u << 20)
#define BAYS_AT  ((size_t)REGION_PAGE + (size_t)REGION_SLOTS * SLOT_SIZE)

#define REGION_SIZE (BAYS_AT + (size_t)BAYS * BAY_SIZE)

/* Where the region is mapped on kernels without mseal(2) (before 6.10): the
 * filter then guards the 4 GiB from here and the 4 GiB below. */
#define REGION_FIXED 0x2a0000000000ull

/* The registers that a pinned call gives back, read by the stub's code: the
 * order and offsets are known to stub_*.S. */
struct slot_regs {
	uint64_t arg[6]; /* x86-64: rdi rsi rdx r10 r8 r9 */
	uint64_t ip;     /* where the job goes on */
	uint64_t pad;
};

#define SLOT_ROOM (SLOT_SIZE - sizeof(struct slot_regs))

struct slot {
	struct slot_regs regs;
	unsigned char room[SLOT_ROOM]; /* pinned arguments */
};

/* Where the random bytes stand by which a mapping is known to be ours. */
#define REGION_NONCE_AT   2048u
#define REGION_NONCE_SIZE 16u

/* The stub's code (stub_*.S), position independent, copied to base: `syscall`,
 * behind it (call_after) the restoring; another `syscall` for calls that have
 * the slot in their sixth argument (by_arg_after), which may be the same; setup
 * is run once in a new image, and its last call returns to setup_done; at park
 * a process waits for a thread of the supervisor to take it over, as long as
 * there is a supervisor (argument 4: its CPU clock). */
extern const unsigned char stub_code[];

/* Offsets in it, and its size, in bytes. */
struct stub_layout {
	uint64_t call_after;
	uint64_t by_arg_after;
	uint64_t call_end;
	uint64_t setup;
	uint64_t setup_done;
	uint64_t park;
	uint64_t size;
};
extern const struct stub_layout stub_layout;

#endif /* PTS_STUB_REGION_H */
