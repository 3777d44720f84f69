/* attack: type into the terminal that the sandbox was started from
 * threat: 30 130 131
 * stops: these ioctl(2) commands are refused, compared as the kernel does: the
 *   low 32 bits
 * variants: sti sti-high linux
 * stdin: tty
 * bare: any (sysctl dev.tty.legacy_tiocsti)
 * expect: ENOTTY EPERM EIO EACCES EINVAL
 * audit: none
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	unsigned long command = TIOCSTI;
	char c = is("linux") ? 2 : 'x';

	(void)argc;
	(void)argv;
	if (is("sti-high"))
		command |= 1ul << 32;
	if (is("linux"))
		command = 0x541c; /* TIOCLINUX: paste the selection */
	verdict(syscall(SYS_ioctl, 0, command, &c), "ioctl");
}
