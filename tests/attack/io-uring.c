/* attack: io_uring opens files without making system calls
 * source: io_uring(7): what a ring does is no system call, and seccomp does
 *   not see it
 * stops: rings cannot be made
 * bare: any (kernel.io_uring_disabled)
 * expect: ENOSYS EPERM
 * audit: io_uring_setup
 */
#include <linux/io_uring.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	struct io_uring_params p = {0};

	(void)argc;
	(void)argv;
	verdict(syscall(SYS_io_uring_setup, 4, &p), "io_uring_setup");
}
