/* attack: write the region through /proc/self/mem, where the kernel forgives
 *   page protection (FOLL_FORCE)
 * source: proc(5), /proc/PID/mem (FOLL_FORCE); mseal(2)
 * stops: the region is a shared mapping that was never writable
 * bare: any own private page; since Linux 6.12 a kernel may forgive nothing
 * expect: EIO EACCES
 * audit: any
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	struct target t = region(MAP_PRIVATE | MAP_ANONYMOUS);
	int fd = open("/proc/self/mem", O_RDWR);

	(void)argc;
	(void)argv;
	if (fd < 0)
		lost("open");
	verdict(pwrite(fd, "x", 1, (off_t)(uintptr_t)t.base), "pwrite");
}
