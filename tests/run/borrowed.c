/* A process in the memory of another, as vfork(2) makes it, that is not about
 * to run a program.  "both": the two live, and hold 80 MB together.  "orphan":
 * the maker is gone, and who is left takes more and more. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

static void
hold(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		_exit(3);
	memset(at, 1, bytes);
}

static int
both(void *unused)
{
	(void)unused;
	usleep(300 * 1000);
	return 0;
}

static int
orphan(void *unused)
{
	(void)unused;
	for (;;) {
		hold(MIB);
		usleep(1000);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	int (*go)(void *) =
	    argc > 1 && strcmp(argv[1], "both") == 0 ? both : orphan;
	char *stack = malloc(MIB);
	pid_t maker = fork(), made;
	int status = 1;

	if (maker == 0) {
		if (go == both)
			hold(80 * MIB);
		made = clone(go, stack + MIB, CLONE_VM | SIGCHLD, NULL);
		if (made < 0)
			_exit(4);
		if (go == both)
			waitpid(made, &status, 0);
		_exit(go == both && status != 0);
	}
	waitpid(maker, &status, 0);
	if (go == orphan)
		pause();
	return status != 0;
}
