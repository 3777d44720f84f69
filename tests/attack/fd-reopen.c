/* attack: open for reading, then re-open through the descriptor's link for
 *   writing
 * source: proc(5), /proc/PID/fd; CVE-2019-5736 (runc)
 * stops: opening /proc/self/fd/N is a new open of what it leads to
 * variants: rdonly path creat truncate chmod dev-fd
 * expect: EACCES
 * audit: openat truncate chmod
 * allow: files: {allow: write, path: "{DIR}/c"}
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int fd =
	    (int)must(open(at("c/ro"), is("path") ? O_PATH : O_RDONLY), "c/ro");
	char link[64];

	(void)argc;
	(void)argv;
	snprintf(link, sizeof(link),
	    is("dev-fd") ? "/dev/fd/%d" : "/proc/self/fd/%d", fd);
	if (is("truncate"))
		verdict(truncate(link, 1), "truncate");
	if (is("chmod"))
		verdict(chmod(link, 0666), "chmod");
	if (is("creat"))
		verdict(open(link, O_WRONLY | O_CREAT | O_TRUNC, 0600), link);
	verdict(open(link, O_RDWR), link);
}
