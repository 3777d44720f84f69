/* Memory that arguments point to, and what stands in it. */
#include <string.h>
#include <sys/mman.h>

#include "tests/fuzz/calls/calls.h"
#include "tracee-stub/region.h"

#define PAGE 4096u

struct world world;

uint64_t
dice_next(struct dice *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15ull;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

static unsigned char *
map(size_t size, int prot, int flags)
{
	void *p = mmap(NULL, size, prot, flags | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

bool
pages_make(struct pages *p)
{
	unsigned char *at;

	p->size = 2 * PAGE;
	at = map(p->size + PAGE, PROT_READ | PROT_WRITE, MAP_SHARED);
	if (at == NULL || mprotect(at + p->size, PAGE, PROT_NONE) != 0)
		return false;
	p->scratch = at;
	p->none = at + p->size;
	p->fixed = map(PAGE, PROT_READ, MAP_PRIVATE);
	p->victim = map(VICTIM, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	return p->fixed != NULL && p->victim != NULL;
}

unsigned char *
pages_room(struct pages *p, struct dice *d, size_t len)
{
	size_t at = (p->used + 7) & ~(size_t)7;

	/* The very end: what is longer than it says is not readable. */
	if (one_in(d, 8))
		return p->scratch + p->size - len % p->size;
	if (at + len > p->size)
		at = 0;
	p->used = at + len;
	return p->scratch + at;
}

static uint64_t
odd_address(struct dice *d)
{
	static const uint64_t odd[] = {0, 1, 4095, 4096, 0xffffffff,
	    0x7fffffffffff, 0x800000000000, 0x7fffffffe000, UINT64_MAX,
	    UINT64_MAX - 4095, 0xffffffff81000000, 0xffff888000000000,
	    0x00ffffffffffffff, REGION_FIXED, REGION_FIXED + REGION_PAGE,
	    REGION_FIXED + REGION_PAGE + 64, REGION_FIXED + BAYS_AT,
	    REGION_FIXED + REGION_SIZE - 8, REGION_FIXED - PAGE};

	return PICK(d, odd);
}

uint64_t
pages_address(struct pages *p, struct dice *d)
{
	switch (below(d, 24)) {
	case 0:
	case 1: return 0;
	case 2:
	case 3: return odd_address(d);
	case 4: return dice_next(d);
	case 5: return (uintptr_t)p->none + below(d, PAGE);
	case 6: return (uintptr_t)p->fixed + below(d, PAGE);
	case 7: return (uintptr_t)p->none - below(d, 64);
	case 8:
	case 9:
	case 10: return (uintptr_t)p->victim + PAGE * below(d, VICTIM / PAGE);
	case 11: return (uintptr_t)p->victim + below(d, VICTIM);
	default: return (uintptr_t)pages_room(p, d, 8 + below(d, 256));
	}
}

static uint64_t
word(struct pages *p, struct dice *d)
{
	switch (below(d, 8)) {
	case 0: return 0;
	case 1: return below(d, 16);
	case 2: return pages_address(p, d);
	case 3: return any_number(d);
	case 4: return (uint64_t)any_fd(d);
	case 5: return any_length(d);
	case 6: return below(d, 16) << 32 | below(d, 1u << 16);
	default: return dice_next(d);
	}
}

void
pages_fill(struct pages *p, struct dice *d, unsigned char *to, size_t len)
{
	for (size_t i = 0; i < len; i += sizeof(uint64_t)) {
		uint64_t w = word(p, d);
		size_t n = len - i < sizeof(w) ? len - i : sizeof(w);

		memcpy(to + i, &w, n);
	}
}
