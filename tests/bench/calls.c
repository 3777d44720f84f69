/* A loop of one thing, timed from inside: `calls stat|open|denied|list PATH
 * ROUNDS` prints nanoseconds for each.  `denied` opens what cannot be opened,
 * and says so if it could; `list` reads a folder from first to last. */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static long
list(const char *path)
{
	DIR *dir = opendir(path);

	if (dir == NULL)
		return -1;
	while (readdir(dir) != NULL)
		;
	return closedir(dir);
}

static long
once(char what, const char *path)
{
	struct stat st;
	long fd;

	if (what == 'l')
		return list(path);
	if (what == 's')
		return syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0);
	fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		syscall(SYS_close, (int)fd);
	return fd;
}

int
main(int argc, char **argv)
{
	long rounds, wrong = 0;
	int64_t start;
	char what;

	if (argc != 4)
		return 2;
	what = argv[1][0];
	rounds = strtol(argv[3], NULL, 10);
	/* The first calls warm caches, and let a supervisor take its seat. */
	for (long i = 0; i < rounds / 10 + 10; i++)
		once(what, argv[2]);
	start = now_ns();
	for (long i = 0; i < rounds; i++)
		wrong += (once(what, argv[2]) < 0) != (what == 'd');
	printf("%.0f\n", (double)(now_ns() - start) / (double)rounds);
	if (wrong != 0)
		fprintf(stderr, "calls: %ld of %ld went the other way\n", wrong,
		    rounds);
	return wrong != 0;
}
