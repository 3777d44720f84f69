/* Threads that all fork at the same moment, again and again, without the locks
 * of fork(3): under a limit of N processes no round may make more than N - 1.
 * Prints the most that a round made. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8
#define ROUNDS  200

static pthread_barrier_t gate;
static atomic_int made;
static pid_t children[THREADS];

static void *
go(void *arg)
{
	pid_t *child = arg;

	for (int i = 0; i < ROUNDS; i++) {
		pthread_barrier_wait(&gate);
		*child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
		if (*child == 0)
			for (;;)
				pause();
		if (*child > 0)
			made++;
		pthread_barrier_wait(&gate);
	}
	return NULL;
}

int
main(void)
{
	pthread_t thread[THREADS];
	int most = 0;

	pthread_barrier_init(&gate, NULL, THREADS + 1);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, go, &children[i]) != 0)
			return 1;
	for (int i = 0; i < ROUNDS; i++) {
		made = 0;
		pthread_barrier_wait(&gate);
		pthread_barrier_wait(&gate);
		if (made > most)
			most = made;
		for (int k = 0; k < THREADS; k++)
			if (children[k] > 0 && kill(children[k], SIGKILL) == 0)
				waitpid(children[k], NULL, 0);
	}
	printf("%d\n", most);
	return 0;
}
