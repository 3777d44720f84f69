/* attack: a path in memory that only the kernel can read: a supervisor that
 *   passes on what it cannot read lets it through
 * source: memfd_secret(2); sandlock, whose check let through what it could
 *   not read
 * stops: what we cannot read is EFAULT, whatever the kernel could
 * variants: secretmem boundary none write-only key
 * bare/none: refused
 * bare/key: any (no protection keys)
 * expect/none: EFAULT
 * expect/write-only: EFAULT EACCES
 * expect/key: EFAULT EACCES ENOSYS
 * audit/none: any
 * audit/write-only: any
 * audit/key: any
 * bare/secretmem: any (not in all kernels)
 * expect/secretmem: ENOSYS EPERM EFAULT
 * expect/boundary: EACCES
 * audit/boundary: openat
 * audit/secretmem: memfd_secret openat
 * allow/boundary: files: {allow: read, path: "{DIR}/b"}
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif

void
attack(int argc, char **argv)
{
	const char *path = at("b/f");
	size_t size = strlen(path) + 1;
	char *p;

	(void)argc;
	(void)argv;
	if (is("secretmem")) {
		int fd = (int)syscall(SYS_memfd_secret, 0);

		if (fd < 0)
			lost("memfd_secret");
		must(ftruncate(fd, 4096), "ftruncate");
		p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	} else {
		p = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	}
	if (p == MAP_FAILED)
		broken("mmap");
	if (is("boundary")) {
		must(munmap(p + 4096, 4096), "munmap");
		p += 4096 - size;
	}
	memcpy(p, path, size);
	if (is("none"))
		must(mprotect(p, 4096, PROT_NONE), "mprotect");
	if (is("write-only"))
		must(mprotect(p, 4096, PROT_WRITE), "mprotect");
	if (is("key")) {
		int key = (int)syscall(SYS_pkey_alloc, 0, 1 /* no access */);

		if (key < 0)
			cannot("no protection keys");
		must(syscall(SYS_pkey_mprotect, p, 4096, PROT_READ, key),
		    "pkey_mprotect");
	}
	read_secret((int)syscall(SYS_openat, AT_FDCWD, p, O_RDONLY, 0),
	    "openat");
}
