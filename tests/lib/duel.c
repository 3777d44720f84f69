/* Runs duels: FOLDER DUEL FLIPPER ROUNDS.  The flipper is a thread (storm:
 * while signals rain on the calls), a process that shares memory, a CLONE_VM
 * process, a vfork child, `flip` (this process only flips: the harness starts
 * it outside the sandbox), or `none`. */
#include "duel.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

struct arena *arena;

static const struct duel *duel;
static char stack[65536] __attribute__((aligned(16)));

/* Sides change at times that no phase of the other side can follow. */
static int
flip_loop(void *arg)
{
	unsigned seed = 12345;
	cpu_set_t cpu;

	(void)arg;
	CPU_ZERO(&cpu);
	CPU_SET(1, &cpu);
	sched_setaffinity(0, sizeof(cpu), &cpu); /* one CPU only: no matter */
	__atomic_store_n(&arena->started, 1, __ATOMIC_RELEASE);
	for (int side = 1; !__atomic_load_n(&arena->stop, __ATOMIC_RELAXED);
	     side = !side) {
		duel->flip(side);
		seed = seed * 1103515245u + 12345u;
		for (unsigned i = (seed >> 16) % 512; i; i--)
			__asm__ volatile("" ::: "memory");
	}
	return 0;
}

static void *
flip_thread(void *arg)
{
	flip_loop(arg);
	return NULL;
}

/* Its thread sleeps in vfork for as long as the child flips; the other
 * threads of the process go on. */
static void *
vfork_thread(void *arg)
{
	pid_t pid = clone(flip_loop, stack + sizeof(stack),
	    CLONE_VM | CLONE_VFORK | SIGCHLD, arg);

	must(pid, "vfork");
	waitpid(pid, NULL, 0);
	return NULL;
}

/* The next signal: not before this one was handled, or there would be nothing
 * but signals where handling one takes longer. */
static void
again(int sig)
{
	struct itimerval soon = {0};

	(void)sig;
	soon.it_value.tv_usec = 200;
	setitimer(ITIMER_REAL, &soon, NULL);
}

/* Signals come in the middle of calls, which the kernel then starts again. */
static void
storm(void)
{
	struct sigaction sa = {.sa_handler = again, .sa_flags = SA_RESTART};

	sigaction(SIGALRM, &sa, NULL);
	again(0);
}

static void
start(const char *flipper, pthread_t *thread, pid_t *pid)
{
	if (!strcmp(flipper, "storm"))
		storm();
	if (!strcmp(flipper, "thread") || !strcmp(flipper, "storm"))
		pthread_create(thread, NULL, flip_thread, NULL);
	else if (!strcmp(flipper, "vfork"))
		pthread_create(thread, NULL, vfork_thread, NULL);
	else if (!strcmp(flipper, "vm"))
		*pid = clone(flip_loop, stack + sizeof(stack),
		    CLONE_VM | SIGCHLD, NULL);
	else if (!strcmp(flipper, "shared")) {
		*pid = fork();
		if (*pid == 0)
			_exit(flip_loop(NULL));
	} else if (!strcmp(flipper, "none"))
		return;
	else
		broken("flipper");
	must(*pid, "the flipper's process");
	while (!__atomic_load_n(&arena->started, __ATOMIC_ACQUIRE))
		sched_yield();
}

static void
fight(long rounds, const char *flipper)
{
	long count[3] = {0, 0, 0};
	pthread_t thread = 0;
	pid_t pid = 0;

	start(flipper, &thread, &pid);
	for (long i = 0; i < rounds; i++)
		count[duel->strike()]++;
	__atomic_store_n(&arena->stop, 1, __ATOMIC_RELAXED);
	if (thread)
		pthread_join(thread, NULL);
	if (pid)
		waitpid(pid, NULL, 0);
	printf("rounds %ld allowed %ld denied %ld wins %ld\n", rounds,
	    count[HIT_ALLOWED], count[HIT_DENIED], count[HIT_WON]);
	if (count[HIT_WON])
		won(duel->name);
	errno = ECANCELED;
	lost(duel->name);
}

void
attack(int argc, char **argv)
{
	if (argc < 5)
		broken("want: FOLDER DUEL FLIPPER ROUNDS");
	for (duel = duels; duel->name && !is(duel->name);)
		duel++;
	if (!duel->name)
		broken("no such duel");
	arena = mmap(NULL, sizeof(*arena), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (arena == MAP_FAILED)
		broken("mmap");
	duel->prepare();
	if (strcmp(argv[3], "flip") == 0) {
		puts("flipping");
		exit(flip_loop(NULL));
	}
	fight(atol(argv[4]), argv[3]);
}

void
path_prepare(const char *below)
{
	snprintf(arena->path, sizeof(arena->path), "%s/a/%s", dir, below);
}

void
path_flip(int side)
{
	volatile char *at = &arena->path[strlen(dir) + 1];

	*at = side ? 'b' : 'a';
}

enum hit
hit(long result)
{
	return result >= 0 ? HIT_ALLOWED : HIT_DENIED;
}

enum hit
hit_read(int fd)
{
	if (fd < 0)
		return HIT_DENIED;
	return is_secret(fd) ? HIT_WON : HIT_ALLOWED;
}

enum hit
hit_exec(const char *path, char *const argv[])
{
	char *const envp[] = {NULL};
	int status;
	pid_t pid = fork();

	must(pid, "fork");
	if (pid == 0) {
		execve(path, argv, envp);
		_exit(errno);
	}
	must(waitpid(pid, &status, 0), "waitpid");
	if (!WIFEXITED(status))
		return HIT_DENIED;
	if (WEXITSTATUS(status) == TOOL_FORBIDDEN)
		return HIT_WON;
	return WEXITSTATUS(status) == TOOL_ALLOWED ? HIT_ALLOWED : HIT_DENIED;
}
