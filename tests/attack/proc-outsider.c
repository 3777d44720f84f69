/* attack: reach into a process outside the job through /proc
 * source: proc(5); ptrace(2), access mode checks
 * stops: processes that are not of the job do not exist for it
 * variants: root environ cwd fd exe maps mem cmdline init
 * bare/init: any (another user's)
 * bare/mem: any (Yama)
 * expect: ENOENT
 * audit: openat:ENOENT readlink:ENOENT
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int pid = number("VICTIM");
	char path[600], link[64];

	(void)argc;
	(void)argv;
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, variant);
	if (is("init"))
		snprintf(path, sizeof(path), "/proc/1/environ");
	if (is("root"))
		snprintf(path, sizeof(path), "/proc/%d/root%s/b/f", pid, dir);
	if (is("fd"))
		snprintf(path, sizeof(path), "/proc/%d/fd/0", pid);
	if (is("exe") || is("cwd"))
		verdict(readlink(path, link, sizeof(link)), path);
	verdict(open(path, O_RDONLY), path);
}
