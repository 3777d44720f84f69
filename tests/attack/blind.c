/* attack: become unreadable, so that a careless supervisor lets through what
 *   it cannot look at
 * threat: 110 111
 * stops: PR_SET_DUMPABLE seems to work and is not done
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <fcntl.h>
#include <sys/prctl.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	must(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl");
	read_secret(open(at("b/f"), O_RDONLY), "open");
}
