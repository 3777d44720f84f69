/* The region: memory that only the supervisor can write and every image of the
 * job can read.  A sealed memfd mapped MAP_SHARED resists what a private
 * read-only page does not: writes through /proc/PID/mem and PTRACE_POKEDATA
 * break copy-on-write mappings only, and mprotect(2) and userfaultfd(2) need
 * VM_MAYWRITE, which F_SEAL_FUTURE_WRITE (Linux 5.1) takes away. */
#include "trace/region.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "tracee/regs.h"

#ifndef SYS_mseal
#define SYS_mseal 462
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10u
#endif
#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

#define SEALS (F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

static int
open_memfd(void)
{
	unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	/* MFD_EXEC: Linux 6.3, where vm.memfd_noexec may forbid the default. */
	int fd = memfd_create("ptsandbox", flags | MFD_EXEC);

	if (fd < 0 && errno == EINVAL)
		fd = memfd_create("ptsandbox", flags);
	return fd;
}

/* Does this kernel have mseal(2)?  On a page of our own that nobody needs. */
static bool
has_mseal(void)
{
	void *page = mmap(NULL, REGION_PAGE, PROT_READ,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return false;
	return syscall(SYS_mseal, page, REGION_PAGE, 0) == 0;
}

/* Every 64-bit image has the same vdso as we have (one build of the kernel). */
static long
find_vdso_syscall(void)
{
	const unsigned char *vdso;

	vdso = (const unsigned char *)getauxval(AT_SYSINFO_EHDR);
	if (vdso == NULL)
		return -1;
	return regs_find_syscall(vdso, REGION_PAGE);
}

/* Memory it is, and yet counted as a file by `ulimit -f`, which is the job's to
 * meet: our limit is what may be asked for, and going over that is an error.
 */
static int
set_size(int fd)
{
	struct rlimit given, most;
	sighandler_t before = signal(SIGXFSZ, SIG_IGN);
	int err = 0;

	if (getrlimit(RLIMIT_FSIZE, &given) != 0)
		return -errno;
	most = (struct rlimit){given.rlim_max, given.rlim_max};
	(void)setrlimit(RLIMIT_FSIZE, &most);
	if (ftruncate(fd, (off_t)REGION_SIZE) != 0)
		err = -errno;
	(void)setrlimit(RLIMIT_FSIZE, &given);
	(void)signal(SIGXFSZ, before);
	return err;
}

static int
fill(struct region *r)
{
	int err = set_size(r->fd);

	if (err != 0)
		return err;
	r->map = mmap(NULL, REGION_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
	    r->fd, 0);
	if (r->map == MAP_FAILED) {
		r->map = NULL;
		return -errno;
	}
	memcpy(r->map, stub_code, stub_layout.size);
	if (getrandom(r->map + REGION_NONCE_AT, REGION_NONCE_SIZE, 0) !=
	    (ssize_t)REGION_NONCE_SIZE)
		return -EIO;
	return fcntl(r->fd, F_ADD_SEALS, SEALS) < 0 ? -errno : 0;
}

int
region_open(struct region *r, enum seal_wish seal)
{
	int err;

	memset(r, 0, sizeof(*r));
	r->free_slots = REGION_SLOTS;
	r->mseal = seal == SEAL_IF_POSSIBLE && has_mseal();
	r->at = r->mseal ? 0 : REGION_FIXED;
	r->vdso_syscall = find_vdso_syscall();
	r->fd = open_memfd();
	if (r->fd < 0)
		return -errno;
	err = fill(r);
	if (err != 0)
		region_done(r);
	return err;
}

void
region_done(struct region *r)
{
	if (r->map != NULL)
		munmap(r->map, REGION_SIZE);
	r->map = NULL;
	fd_close(&r->fd);
}

int
region_take(struct region *r)
{
	for (unsigned tried = 0; tried < REGION_SLOTS; tried++) {
		unsigned i = (r->next_slot + tried) % REGION_SLOTS;

		if (r->taken[i])
			continue;
		r->taken[i] = true;
		r->next_slot = i + 1;
		r->free_slots--;
		return (int)i;
	}
	return -EAGAIN;
}

void
region_give_back(struct region *r, unsigned index)
{
	r->taken[index] = false;
	r->free_slots++;
	/* The lowest slots are used again, so that few pages are touched. */
	if (index < r->next_slot)
		r->next_slot = index;
}

struct slot *
region_slot(const struct region *r, unsigned index)
{
	return (struct slot *)(void *)(r->map + REGION_PAGE +
	    (size_t)index * SLOT_SIZE);
}

bool
region_in_stub(uint64_t base, uint64_t ip)
{
	return base != 0 && ip >= region_stub_after(base) &&
	    ip < base + stub_layout.call_end;
}

uint64_t
region_stub_after(uint64_t base)
{
	return base + stub_layout.call_after;
}

uint64_t
region_by_arg_after(uint64_t base)
{
	return base + stub_layout.by_arg_after;
}

bool
region_made_call(uint64_t base, uint64_t ip)
{
	return base != 0 &&
	    (ip == region_stub_after(base) || ip == region_by_arg_after(base));
}

uint64_t
region_setup(uint64_t base)
{
	return base + stub_layout.setup;
}

uint64_t
region_park(uint64_t base)
{
	return base + stub_layout.park;
}

uint64_t
region_setup_done(uint64_t base)
{
	return base + stub_layout.setup_done;
}
