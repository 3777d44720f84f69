/* attack: reach the forbidden file through /proc's links of one's own
 * source: proc(5), magic links; CVE-2019-5736 (runc)
 * stops: the supervisor walks them, and judges what they lead to
 * variants: root cwd fd task-root thread-self dev-fd
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	int fd = (int)must(open(at("a"), O_RDONLY), "a");
	char path[600];

	(void)argc;
	(void)argv;
	must(chdir(at("a")), "chdir");
	if (is("root"))
		snprintf(path, sizeof(path), "/proc/self/root%s/b/f", dir);
	if (is("task-root"))
		snprintf(path, sizeof(path), "/proc/%d/task/%d/root%s/b/f",
		    getpid(), (int)syscall(SYS_gettid), dir);
	if (is("thread-self"))
		snprintf(path, sizeof(path), "/proc/thread-self/cwd/../b/f");
	if (is("cwd"))
		snprintf(path, sizeof(path), "/proc/self/cwd/../b/f");
	if (is("fd"))
		snprintf(path, sizeof(path), "/proc/self/fd/%d/../b/f", fd);
	if (is("dev-fd"))
		snprintf(path, sizeof(path), "/dev/fd/%d/../b/f", fd);
	read_secret(open(path, O_RDONLY), path);
}
