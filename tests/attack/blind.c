/* attack: become unreadable, so that a careless supervisor lets through what
 *   it cannot look at
 * source: prctl(2), PR_SET_DUMPABLE; ptrace(2), access mode checks
 * variants: prctl image
 * stops: PR_SET_DUMPABLE seems to work and is not done
 * expect: EACCES
 * audit: openat execve
 * rules/image: programs: {allow: run, path: "{DIR}/a/odd"}
 * audit/image: any
 * allow/prctl: files: {allow: read, path: "{DIR}/b"}
 */
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* Runs ourselves from a file that may be run but not read: such a process is
 * not dumpable (execve(2)). */
static void
unreadable_image(int argc, char **argv)
{
	char *const args[] = {argv[0], argv[1], argv[2],
	    (char *)(uintptr_t) "again", NULL};
	int fd;

	if (argc > 3)
		read_secret(open(at("b/f"), O_RDONLY), "open");
	fd = (int)must(open(at("a/odd"), O_RDWR | O_CREAT, 0700), "odd");
	close(copy_file("/proc/self/exe", fd));
	must(chmod(at("a/odd"), 0111), "chmod");
	execv(at("a/odd"), args);
	lost("execve");
}

void
attack(int argc, char **argv)
{
	if (is("image"))
		unreadable_image(argc, argv);
	must(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl");
	read_secret(open(at("b/f"), O_RDONLY), "open");
}
