/* attack: replace, move, unlock or lose the region by memory calls
 * source: mseal(2); shmat(2), SHM_REMAP; remap_file_pages(2); madvise(2),
 *   MADV_DONTFORK
 * stops: mseal(2), or the filter's guard where the kernel has none; the other
 *   calls are refused
 * variants: munmap mremap-away mremap-onto map-fixed mprotect pkey-mprotect
 *   dontfork shmat remap-file-pages set-mm map-files
 *   across-munmap across-mmap across-mprotect across-mremap huge-munmap
 *   huge-mmap
 * expect: EPERM EACCES EINVAL ENOSYS
 * audit: none
 * audit/shmat: shmget
 * audit/remap-file-pages: remap_file_pages
 * audit/set-mm: prctl
 * audit/map-files: openat:EPERM openat:EACCES
 * bare/map-files: any (wants CAP_CHECKPOINT_RESTORE)
 * expect/map-files: EPERM EACCES
 * bare/shmat: any (no System V memory in some kernels)
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static void
map(void *at, size_t len, int flags)
{
	void *p = mmap(at, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

	if (p == MAP_FAILED)
		lost("mmap");
	if (p == at)
		won("mapped over it");
	errno = EEXIST;
	lost("mmap elsewhere");
}

static void
mremap_onto(struct target t)
{
	void *own = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *to =
	    mremap(own, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, t.base);

	verdict(to == MAP_FAILED ? -1 : 0, "mremap onto");
}

static void
mremap_away(struct target t)
{
	void *to = mremap(t.base, t.len, t.len, MREMAP_MAYMOVE | MREMAP_FIXED,
	    mmap(NULL, t.len, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	verdict(to == MAP_FAILED ? -1 : 0, "mremap away");
}

/* The child finds a hole where the region was, and fills it. */
static void
dontfork(struct target t)
{
	pid_t pid;

	if (madvise(t.base, t.len, MADV_DONTFORK) < 0)
		lost("madvise");
	pid = fork();
	must(pid, "fork");
	if (pid == 0)
		_exit(mmap(t.base, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
			  0) == t.base
			? 0
			: errno);
	as_child(pid, "mapped in the child's hole");
}

static void
shm(struct target t)
{
	int id = shmget(IPC_PRIVATE, 4096, 0600);
	void *p;
	int err;

	if (id < 0)
		lost("shmget");
	p = shmat(id, t.base, SHM_REMAP);
	err = errno;
	shmctl(id, IPC_RMID, NULL);
	errno = err;
	verdict(p == t.base ? 0 : -1, "shmat");
}

static void
map_files(struct target t)
{
	char name[128];

	snprintf(name, sizeof(name), "/proc/self/map_files/%lx-%lx",
	    (unsigned long)t.base, (unsigned long)t.base + t.len);
	verdict(open(name, O_RDWR), "open");
}

/* Ranges that only meet the region: from below it, or from far below. */
static void
across(struct target t)
{
	size_t more =
	    is("huge-munmap") || is("huge-mmap") ? 1ul << 40 : 1ul << 24;
	char *from = t.ours ? t.base : t.base - more;
	size_t len = t.ours ? t.len : more + 4096;
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	char *own;

	if (is("across-munmap") || is("huge-munmap"))
		verdict(munmap(from, len), "munmap");
	if (is("across-mprotect")) /* holes are ENOMEM, after what came first */
		verdict(mprotect(t.base, len, PROT_READ | PROT_WRITE),
		    "mprotect");
	if (is("across-mmap") || is("huge-mmap")) {
		own = mmap(from, len, PROT_NONE, flags | MAP_FIXED, -1, 0);
		verdict(own == MAP_FAILED ? -1 : 0, "mmap");
	}
	own = mmap(NULL, len, PROT_NONE, flags, -1, 0);
	own = mremap(own, len, len, MREMAP_MAYMOVE | MREMAP_FIXED, from);
	verdict(own == MAP_FAILED ? -1 : 0, "mremap");
}

void
attack(int argc, char **argv)
{
	bool shared = is("remap-file-pages") || is("map-files");
	struct target t =
	    region(shared ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS);
	unsigned size = 0;

	(void)argc;
	(void)argv;
	if (is("munmap"))
		verdict(munmap(t.base, 4096), "munmap");
	if (is("mremap-away"))
		mremap_away(t);
	if (is("mremap-onto"))
		mremap_onto(t);
	if (is("map-fixed"))
		map(t.base, 4096, MAP_FIXED);
	if (is("mprotect"))
		verdict(mprotect(t.base, 4096, PROT_READ | PROT_WRITE),
		    "mprotect");
	if (is("pkey-mprotect"))
		verdict(syscall(SYS_pkey_mprotect, t.base, 4096, PROT_WRITE,
			    -1),
		    "pkey_mprotect");
	if (is("dontfork"))
		dontfork(t);
	if (is("shmat"))
		shm(t);
	if (is("remap-file-pages"))
		verdict(syscall(SYS_remap_file_pages, t.base, 4096, 0, 1, 0),
		    "remap_file_pages");
	if (is("set-mm"))
		verdict(prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, &size, 0, 0),
		    "prctl");
	if (is("map-files"))
		map_files(t);
	across(t);
}
