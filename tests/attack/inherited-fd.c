/* attack: use a descriptor that the shell left open
 * source: CVE-2024-21626 (runc)
 * stops: the launcher closes all but 0, 1 and 2
 * inherit: yes
 * expect: EBADF
 * audit: none
 */
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	char text[16];

	(void)argc;
	(void)argv;
	verdict(read(number("LEFT_OPEN"), text, sizeof(text)), "read");
}
