/* attack: type into the terminal that the sandbox was started from
 * source: CVE-2017-5226 (bubblewrap) and CVE-2019-7303 (snapd): TIOCSTI
 * stops: these ioctl(2) commands are refused, compared as the kernel does: the
 *   low 32 bits
 * variants: sti sti-high linux console peer discipline hangup
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
	/* What each takes: a character, a command, a number. */
	char c[sizeof(int)] = {is("linux") ? 2 : is("sti") ? 'x' : 0};

	(void)argc;
	(void)argv;
	if (is("sti-high"))
		command |= 1ul << 32;
	if (is("console"))
		command = TIOCCONS;
	if (is("peer"))
		command = TIOCGPTPEER;
	if (is("discipline"))
		command = TIOCSETD;
	if (is("hangup"))
		command = TIOCVHANGUP;
	if (is("linux"))
		command = 0x541c; /* TIOCLINUX: paste the selection */
	verdict(syscall(SYS_ioctl, 0, command, c), "ioctl");
}
