/* attack: a second name, in an allowed folder, for a file that may only be
 *   read
 * source: link(2); proc_sys_fs(5), protected_hardlinks
 * stops: a link needs the same rights at its source as it gives
 * variants: link follow empty
 * expect: EACCES ENOENT
 * audit: link linkat
 * bare/empty: any (Linux 6.10, or CAP_DAC_READ_SEARCH)
 * allow: files: {allow: write, path: "{DIR}/c"}
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int fd = (int)must(open(at("c/ro"), O_RDONLY), "c/ro");
	char name[64];
	long r;

	(void)argc;
	(void)argv;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (is("follow"))
		r = linkat(AT_FDCWD, name, AT_FDCWD, at("a/second"),
		    AT_SYMLINK_FOLLOW);
	else if (is("empty"))
		r = linkat(fd, "", AT_FDCWD, at("a/second"), AT_EMPTY_PATH);
	else
		r = link(at("c/ro"), at("a/second"));
	if (r < 0)
		lost("link");
	verdict(open(at("a/second"), O_WRONLY), "open the second name");
}
