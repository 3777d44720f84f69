/* attack: stop and continue a process thousands of times in the middle of its
 *   calls, so that a supervisor loses count of its stops
 * source: ptrace(2), group-stop and BUGS; gVisor and sandbox2 on stops that
 *   are not what they seem
 * stops: each stop is told by its own status; nothing is toggled
 * variants: stop signals traps
 * bare: wins
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#define DONE (1 << 30)

static void
quiet(int sig)
{
	(void)sig;
}

/* Opens until told to stop; ends with 0 once it saw the secret. */
static void
child(volatile int *stop, volatile int *calls)
{
	int err = ENODATA;

	for (; !*stop; ++*calls) {
		int fd = open(at("b/f"), O_RDONLY);

		if (fd >= 0 && is_secret(fd)) {
			*calls = DONE;
			_exit(0);
		}
		err = fd < 0 ? errno : err;
		fd = open(at("a/f"), O_RDONLY);
		if (fd < 0 || is_secret(fd)) {
			*calls = DONE;
			_exit(EPROTO); /* the calls were mixed up */
		}
	}
	_exit(err);
}

void
attack(int argc, char **argv)
{
	volatile int *stop = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct sigaction sa = {.sa_handler = quiet, .sa_flags = SA_RESTART};
	pid_t pid;

	(void)argc;
	(void)argv;
	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGTRAP, &sa, NULL);
	pid = fork();
	must(pid, "fork");
	if (pid == 0)
		child(stop, stop + 1);
	for (int i = 0; i < 2000; i++) {
		int sig = is("traps") ? SIGTRAP : SIGUSR1;

		if (kill(pid, is("stop") ? SIGSTOP : sig) < 0)
			break;
		if (is("stop"))
			kill(pid, SIGCONT);
	}
	/* Stopped or not, it must still be able to go on. */
	for (int after = stop[1]; stop[1] < after + 200 && stop[1] != DONE;)
		sched_yield();
	*stop = 1;
	as_child(pid, "secret read in the storm");
}
