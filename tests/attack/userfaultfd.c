/* attack: userfaultfd, which stops the reader of a page for as long as one
 *   likes, to swap what it reads
 * source: userfaultfd(2), with which races are won at leisure
 * stops: the call is refused
 * variants: call device
 * bare: any (not in all kernels)
 * expect: ENOSYS EPERM
 * expect/device: EACCES
 * audit: userfaultfd openat
 */
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (is("device"))
		verdict(open("/dev/userfaultfd", O_RDWR | O_CLOEXEC),
		    "/dev/userfaultfd");
	verdict(syscall(SYS_userfaultfd, O_CLOEXEC | 1 /* USER_MODE_ONLY */),
	    "userfaultfd");
}
