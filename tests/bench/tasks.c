/* What a call costs among many tasks: `tasks COUNT CALLS PATH` makes COUNT
 * threads that look at PATH, all at once, CALLS times in all, and prints
 * nanoseconds for each call.  They stay until standard input ends, so that
 * somebody can see what they cost in memory. */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define STACK 65536

static pthread_barrier_t ready, finished, leave;
static const char *path;
static long each;

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void *
look(void *data)
{
	struct stat st;
	long bad = 0;

	(void)data;
	pthread_barrier_wait(&ready);
	for (long i = 0; i < each; i++)
		bad += syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0) != 0;
	pthread_barrier_wait(&finished);
	pthread_barrier_wait(&leave);
	return bad == 0 ? NULL : &each;
}

int
main(int argc, char **argv)
{
	unsigned count = argc == 4 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
	pthread_t *thread = calloc(count + 1, sizeof(*thread));
	pthread_attr_t small;
	int64_t start, end;
	void *bad = NULL;
	char c;

	if (count == 0 || thread == NULL)
		return 2;
	each = strtol(argv[2], NULL, 10) / (long)count;
	path = argv[3];
	pthread_barrier_init(&ready, NULL, count + 1);
	pthread_barrier_init(&finished, NULL, count + 1);
	pthread_barrier_init(&leave, NULL, count + 1);
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK);
	for (unsigned i = 0; i < count; i++) {
		if (pthread_create(&thread[i], &small, look, NULL) != 0) {
			fprintf(stderr, "tasks: no room for %u\n", i);
			return 1;
		}
	}
	start = now_ns();
	pthread_barrier_wait(&ready);
	pthread_barrier_wait(&finished);
	end = now_ns();
	printf("%.0f\n", (double)(end - start) / (double)(each * (long)count));
	fflush(stdout);
	while (read(STDIN_FILENO, &c, 1) > 0)
		;
	pthread_barrier_wait(&leave);
	for (unsigned i = 0; i < count && bad == NULL; i++)
		pthread_join(thread[i], &bad);
	return bad != NULL;
}
