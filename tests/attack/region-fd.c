/* attack: find the region's own file among the descriptors, and write it
 * source: memfd_create(2), F_SEAL_FUTURE_WRITE; CVE-2024-21626 (runc) for what
 *   a launcher leaves open
 * stops: the launcher closes it, and it was sealed before
 * variants: write map truncate reopen
 * expect: EBADF
 * audit: any
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* The descriptor of a memory file, or -1. */
static int
find(void)
{
	char path[64], to[256];

	for (int fd = 3; fd < 1024; fd++) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		ssize_t n = readlink(path, to, sizeof(to) - 1);

		if (n > 0 && strncmp(to, "/memfd:", 7) == 0)
			return fd;
	}
	errno = EBADF;
	return -1;
}

void
attack(int argc, char **argv)
{
	struct target t = region(MAP_SHARED);
	char path[64];
	int fd = find();

	(void)argc;
	(void)argv;
	if (fd < 0)
		lost("no such descriptor");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (is("write"))
		verdict(pwrite(fd, "x", 1, 0), "write");
	if (is("map"))
		verdict(mmap(NULL, t.len, PROT_WRITE, MAP_SHARED, fd, 0) ==
			    MAP_FAILED
			? -1
			: 0,
		    "mmap");
	if (is("truncate"))
		verdict(ftruncate(fd, 0), "ftruncate");
	verdict(open(path, O_RDWR), path);
}
