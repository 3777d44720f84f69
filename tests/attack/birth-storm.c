/* attack: children that act in the first moment of their lives, before the
 *   supervisor has heard of them, by the hundred
 * source: ptrace(2), BUGS, on the order of reports; strace and rr on unknown
 *   tasks
 * stops: a task is traced from birth and its first stop waits until its birth
 *   is known
 * variants: fork vfork thread vm grandchild
 * expect: EACCES
 * audit: openat
 * allow: files: {allow: read, path: "{DIR}/b"}
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/guest.h"

#define BIRTHS 200

static char secret[512];
static char stack[65536] __attribute__((aligned(16)));

/* 0, or why it could not be read. */
static int
born(void *arg)
{
	int fd = open(secret, O_RDONLY);

	(void)arg;
	if (fd < 0)
		return errno;
	return is_secret(fd) ? 0 : ENODATA;
}

static void *
born_thread(void *arg)
{
	(void)arg;
	return (void *)(intptr_t)born(NULL);
}

static int
of_child(pid_t pid)
{
	int status;

	must(pid, "child");
	must(waitpid(pid, &status, __WALL), "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : EOWNERDEAD;
}

static int
by_fork(void)
{
	pid_t pid = fork();

	if (pid == 0 && is("grandchild")) {
		pid = fork();
		if (pid != 0)
			_exit(of_child(pid));
	}
	if (pid == 0)
		_exit(born(NULL));
	return of_child(pid);
}

static int
once(void)
{
	pthread_t thread;
	void *result;

	if (is("thread")) {
		if (pthread_create(&thread, NULL, born_thread, NULL) != 0)
			broken("pthread_create");
		pthread_join(thread, &result);
		return (int)(intptr_t)result;
	}
	if (is("vm"))
		return of_child(clone(born, stack + sizeof(stack),
		    CLONE_VM | SIGCHLD, NULL));
	if (is("vfork"))
		return of_child(clone(born, stack + sizeof(stack),
		    CLONE_VM | CLONE_VFORK | SIGCHLD, NULL));
	return by_fork();
}

void
attack(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	snprintf(secret, sizeof(secret), "%s/b/f", dir);
	for (int i = 0; i < BIRTHS; i++) {
		errno = once();
		if (errno == 0)
			won("read by one just born");
		if (errno != EACCES)
			break;
	}
	lost("open");
}
