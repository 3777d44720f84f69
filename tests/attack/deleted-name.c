/* attack: write a file that may only be read, once its name is gone: what
 *   /proc says of the descriptor then is "NAME (deleted)", which may be the
 *   name of something else
 * source: proc(5), /proc/PID/fd and its "(deleted)"
 * stops: a name is believed only if it leads to the descriptor's own file
 * variants: gone other
 * rules: files: {deny: modify, path: ["{DIR}/a/d/f"]}
 * expect: EACCES
 * audit: openat
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int fd = (int)must(open(at("a/d/f"), O_RDONLY), "open");
	char link[64];

	(void)argc;
	(void)argv;
	must(unlink(at("a/d/f")), "unlink");
	if (is("other"))
		close((int)must(open(at("a/d/f (deleted)"), O_CREAT | O_RDWR,
				    0600),
		    "create"));
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	verdict(open(link, O_RDWR), link);
}
