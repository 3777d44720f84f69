/* Processes that are killed in the middle of clone(2), so that the supervisor
 * sees children whose birth nobody announces.
 *
 *   unborn threads     a process is killed while it makes threads: it ends
 *   unborn processes   ... while it makes processes: those end, too
 *
 * Ends with 0 when all that was made is gone; hangs when some of it is not. */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 300
#define STACK  16384

#define THREAD                                                                 \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |    \
	    CLONE_SYSVSEM)

static char stack[STACK] __attribute__((aligned(16)));

static int
nothing(void *arg)
{
	(void)arg;
	syscall(SYS_exit, 0);
	return 0;
}

/* Makes tasks until it is killed; says when it begins. */
static void
make(int threads, int ready)
{
	if (write(ready, "", 1) != 1)
		_exit(1);
	for (;;) {
		if (threads)
			clone(nothing, stack + STACK, THREAD, NULL);
		else if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0)
			_exit(0);
	}
}

/* Whoever lives has the other end of the pipe. */
static int
one_round(int threads, long delay_ns)
{
	struct timespec delay = {0, delay_ns};
	int ends[2];
	char byte;
	pid_t pid;

	if (pipe(ends) != 0)
		return 1;
	pid = fork();
	if (pid == 0)
		make(threads, ends[1]);
	close(ends[1]);
	if (pid < 0 || read(ends[0], &byte, 1) != 1)
		return 1;
	nanosleep(&delay, NULL);
	kill(pid, SIGKILL);
	if (waitpid(pid, NULL, 0) != pid)
		return 1;
	while (read(ends[0], &byte, 1) > 0)
		;
	close(ends[0]);
	return 0;
}

int
main(int argc, char **argv)
{
	int threads = argc > 1 && strcmp(argv[1], "threads") == 0;

	for (long i = 0; i < ROUNDS; i++) {
		if (one_round(threads, i * 1000) != 0)
			return 1;
	}
	return 0;
}
