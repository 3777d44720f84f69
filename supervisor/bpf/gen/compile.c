/* The catalogue turned into a seccomp program, by libseccomp, when ptsandbox is
 * built: it takes 2.5 ms, a fifth of what python3 takes to start, and comes to
 * the same each time.
 *
 * The kernel remembers calls that a filter allows whatever their arguments
 * (Linux 5.11, seccomp_cache_prepare), so the program's length costs only the
 * calls that stop or carry a test. */
#include "bpf/gen/compile.h"

#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"
#include "catalog/catalog.h"
#include "catalog/nr.h"
#include "tracee-stub/region.h"

#define GUARD_SPAN 0x100000000ull /* 4 GiB: one value of the upper 32 bits */
#define GUARD_LOW  (REGION_FIXED - GUARD_SPAN)

_Static_assert(REGION_FIXED % GUARD_SPAN == 0 && REGION_SIZE <= GUARD_SPAN,
    "the upper 32 bits of an address tell whether it is in the region");

/* The most comparisons in one rule: a flag, and an address and a length for
 * each of two ranges. */
#define MAX_CMP 5

/* A rule under way: libseccomp wants each argument compared once. */
struct rule {
	int nr;
	unsigned count;
	struct scmp_arg_cmp cmp[MAX_CMP];
};

static struct rule
with(struct rule r, int arg, enum scmp_compare op, uint64_t a, uint64_t b)
{
	r.cmp[r.count++] = SCMP_CMP64((unsigned)arg, op, a, b);
	return r;
}

static int
add(scmp_filter_ctx ctx, uint32_t action, struct rule r)
{
	return seccomp_rule_add_exact_array(ctx, action, r.nr, r.count, r.cmp);
}

/* A range of addresses: which arguments hold its start and its length. */
struct range {
	int addr; /* -1: none */
	int len;
};

/* What a MEMORY row changes: `always`, and `fixed` when this bit of argument 3
 * is set.  madvise(2) is not here: on a shared mapping of a sealed file nothing
 * is lost but by MADV_DONTFORK, which is refused everywhere. */
/* clang-format off */
static const struct guarded {
	int nr;
	struct range always;
	uint32_t flag; /* 0: none, and no `fixed` */
	struct range fixed;
} guarded[] = {
	{__NR_mmap,          {-1, -1}, MAP_FIXED,    {0, 1}},
	{__NR_munmap,        {0, 1},   0,            {-1, -1}},
	{__NR_mprotect,      {0, 1},   0,            {-1, -1}},
	{__NR_pkey_mprotect, {0, 1},   0,            {-1, -1}},
	{__NR_mremap,        {0, 1},   MREMAP_FIXED, {4, 2}},
};
/* clang-format on */

/* Where a range is surely elsewhere: `mask` and `value` of its address or, with
 * mask 0, below `value` and not longer than the guard below the region.  Above
 * the region these are the parts of the address space where libraries and
 * position-independent programs stand; the rest up there stops.  A mask of all
 * upper bits keeps out tagged addresses, whose upper byte the kernel drops on
 * aarch64. */
/* clang-format off */
static const struct {
	uint64_t mask, value;
} elsewhere[] = {
	{0,           GUARD_LOW},
	{~0ull << 46, 1ull << 46},
#ifdef __aarch64__
	{~0ull << 47, 1ull << 47},
#endif
};
/* clang-format on */

/* Allows r where each of the ranges is surely elsewhere. */
static int
allow_elsewhere(scmp_filter_ctx ctx, struct rule r, const struct range *range,
    unsigned count)
{
	if (count == 0)
		return add(ctx, SCMP_ACT_ALLOW, r);
	if (range->addr < 0)
		return allow_elsewhere(ctx, r, range + 1, count - 1);
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		uint64_t mask = elsewhere[i].mask, value = elsewhere[i].value;
		struct rule next;
		int err;

		if (mask == 0) {
			next = with(r, range->addr, SCMP_CMP_LT, value, 0);
			next =
			    with(next, range->len, SCMP_CMP_LE, GUARD_SPAN, 0);
		} else {
			next = with(r, range->addr, SCMP_CMP_MASKED_EQ, mask,
			    value);
		}
		err = allow_elsewhere(ctx, next, range + 1, count - 1);
		if (err != 0)
			return err;
	}
	return 0;
}

/* Refuses r where the range begins in the region or in the guard below it. */
static int
refuse_inside(scmp_filter_ctx ctx, struct rule r, struct range range)
{
	const uint64_t high = ~0ull << 32;
	int err;

	err = add(ctx, SCMP_ACT_ERRNO(EPERM),
	    with(r, range.addr, SCMP_CMP_MASKED_EQ, high, REGION_FIXED));
	if (err != 0)
		return err;
	return add(ctx, SCMP_ACT_ERRNO(EPERM),
	    with(r, range.addr, SCMP_CMP_MASKED_EQ, high, GUARD_LOW));
}

static int
add_guarded(scmp_filter_ctx ctx, const struct guarded *g)
{
	const struct range ranges[2] = {g->always, g->fixed};
	struct rule any = {.nr = g->nr};
	struct rule set, clear;
	int err = 0;

	if (g->always.addr >= 0)
		err = refuse_inside(ctx, any, g->always);
	if (err != 0)
		return err;
	if (g->flag == 0)
		return allow_elsewhere(ctx, any, ranges, 1);

	set = with(any, 3, SCMP_CMP_MASKED_EQ, g->flag, g->flag);
	clear = with(any, 3, SCMP_CMP_MASKED_EQ, g->flag, 0);
	err = refuse_inside(ctx, set, g->fixed);
	if (err == 0)
		err = allow_elsewhere(ctx, clear, ranges, 1);
	if (err == 0)
		err = allow_elsewhere(ctx, set, ranges, 2);
	return err;
}

static const struct guarded *
guarded_find(int nr)
{
	for (size_t i = 0; i < sizeof(guarded) / sizeof(guarded[0]); i++) {
		if (guarded[i].nr == nr)
			return &guarded[i];
	}
	return NULL;
}

static int
add_row(scmp_filter_ctx ctx, const struct call_def *def, enum guard guard,
    enum sight sight, enum cut cut)
{
	const struct guarded *g = guarded_find(def->nr);
	struct rule r = {.nr = def->nr};

	switch (def->treat) {
	case T_FREE:
		if (guard == GUARD_SEALED || g == NULL)
			return add(ctx, SCMP_ACT_ALLOW, r);
		return add_guarded(ctx, g);
	case T_QUIET: return add(ctx, SCMP_ACT_ERRNO((uint32_t)def->err), r);
	case T_DRAWN:
		return sight == SIGHT_HOST ? add(ctx, SCMP_ACT_ALLOW, r) : 0;
	case T_ROOT:
		return sight != SIGHT_ROOT ? add(ctx, SCMP_ACT_ALLOW, r) : 0;
	case T_SHORT: return cut == CUT_NEVER ? add(ctx, SCMP_ACT_ALLOW, r) : 0;
	case T_ASK:
	case T_REFUSE: return 0; /* what every number without a rule gets */
	}
	return -EINVAL;
}

static int
add_when(scmp_filter_ctx ctx, const struct call_when *when, enum sight sight)
{
	uint32_t action = when->treat == T_QUIET
	    ? SCMP_ACT_ERRNO((uint32_t)when->err)
	    : SCMP_ACT_ALLOW;
	struct rule r = {.nr = when->nr};

	if (when->treat == T_ROOT && sight == SIGHT_ROOT)
		return 0;

	for (int i = 0; i < 2; i++) {
		const struct arg_test *t = &when->test[i];

		if (t->arg >= 0)
			r = with(r, t->arg, SCMP_CMP_MASKED_EQ, t->mask,
			    t->value);
	}
	return add(ctx, action, r);
}

static int
add_catalog(scmp_filter_ctx ctx, enum guard guard, enum sight sight,
    enum cut cut)
{
	const struct call_when *when;
	int err = 0;

	for (long nr = 0; nr < CATALOG_END && err == 0; nr++) {
		const struct call_def *def = catalog_find(nr);

		if (def != NULL)
			err = add_row(ctx, def, guard, sight, cut);
	}
	for (size_t i = 0; err == 0 && (when = catalog_when_at(i)); i++)
		err = add_when(ctx, when, sight);
	return err;
}

/* Reads back what libseccomp writes only to a descriptor. */
static int
read_program(int fd, struct sock_fprog *ret)
{
	off_t size = lseek(fd, 0, SEEK_END);
	size_t count = (size_t)size / sizeof(struct sock_filter);
	cleanup_free struct sock_filter *filter = NULL;

	if (size < 0)
		return -errno;
	if (count == 0 || count > BPF_MAXINSNS ||
	    count * sizeof(*filter) != (size_t)size)
		return -E2BIG;
	filter = malloc((size_t)size);
	if (filter == NULL)
		return -ENOMEM;
	if (pread(fd, filter, (size_t)size, 0) != size)
		return -EIO;
	ret->len = (unsigned short)count;
	ret->filter = filter;
	filter = NULL;
	return 0;
}

int
filter_compile(enum guard guard, enum sight sight, enum cut cut,
    struct sock_fprog *ret)
{
	cleanup_fd int fd = -1;
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_TRACE(0));
	int err;

	if (ctx == NULL)
		return -ENOMEM;
	/* x32 counts as a foreign architecture too: its numbers are those with
	 * bit 30, on the same AUDIT_ARCH. */
	err = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
	    SCMP_ACT_KILL_PROCESS);
	/* A binary tree: a call that stops is found in 20 steps, not 200. */
	if (err == 0)
		err = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (err == 0)
		err = add_catalog(ctx, guard, sight, cut);
	if (err == 0) {
		fd = memfd_create("filter", MFD_CLOEXEC);
		err = fd >= 0 ? seccomp_export_bpf(ctx, fd) : -errno;
	}
	seccomp_release(ctx);
	return err != 0 ? err : read_program(fd, ret);
}
