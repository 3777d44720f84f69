/* attack: have the kernel write a file, the core of a crash, where the rules
 *   forbid writing
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003, "core dumps"; core(5)
 * stops: the limit for cores is 0, hard, before the job begins
 * bare: any (sysctl kernel.core_pattern)
 * expect: EPERM ENOENT
 * audit: none
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

void
attack(int argc, char **argv)
{
	const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
	int status;
	pid_t pid;

	(void)argc;
	(void)argv;
	must(chdir(at("c")), "chdir");
	if (setrlimit(RLIMIT_CORE, &all) == 0)
		won("the limit was raised");
	pid = fork();
	must(pid, "fork");
	if (pid == 0)
		abort();
	must(waitpid(pid, &status, 0), "waitpid");
	if (WCOREDUMP(status))
		won("the kernel wrote a core");
	errno = EPERM;
	lost("setrlimit");
}
