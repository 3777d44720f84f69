/* A loop of one thing, timed from inside: `calls KIND PATH ROUNDS` prints
 * nanoseconds for each.  PATH is a file; what is made and renamed gets names
 * that begin with it.  `denied` opens what cannot be opened; each kind says so
 * when it went another way than it should. */
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Beside PATH, for what is made. */
static char other[4096];
static int udp;

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static long
do_stat(const char *path)
{
	struct stat st;

	return syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0);
}

static long
do_open(const char *path)
{
	long fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		syscall(SYS_close, (int)fd);
	return fd;
}

static long
do_access(const char *path)
{
	return syscall(SYS_faccessat, AT_FDCWD, path, R_OK);
}

/* The link was made by main(). */
static long
do_readlink(const char *path)
{
	char to[4096];

	(void)path;
	return syscall(SYS_readlinkat, AT_FDCWD, other, to, sizeof(to));
}

static long
do_list(const char *path)
{
	DIR *dir = opendir(path);

	if (dir == NULL)
		return -1;
	while (readdir(dir) != NULL)
		;
	return closedir(dir);
}

static long
do_create(const char *path)
{
	int fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	(void)path;
	if (fd < 0)
		return -1;
	close(fd);
	return unlink(other);
}

static long
do_rename(const char *path)
{
	return rename(path, other) == 0 ? rename(other, path) : -1;
}

static long
do_mkdir(const char *path)
{
	(void)path;
	return mkdir(other, 0700) == 0 ? rmdir(other) : -1;
}

static long
do_chmod(const char *path)
{
	return chmod(path, 0600);
}

static long
do_socket(const char *path)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	(void)path;
	return fd < 0 ? -1 : close(fd);
}

static long
do_connect(const char *path)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(9),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};

	(void)path;
	return connect(udp, (const struct sockaddr *)&to, sizeof(to));
}

static long
do_kill(const char *path)
{
	(void)path;
	return kill(getpid(), 0);
}

static void *
nothing(void *data)
{
	return data;
}

static long
do_thread(const char *path)
{
	pthread_t thread;

	(void)path;
	if (pthread_create(&thread, NULL, nothing, NULL) != 0)
		return -1;
	return pthread_join(thread, NULL) == 0 ? 0 : -1;
}

static long
wait_for(pid_t pid)
{
	int status;

	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0 ? 0
									 : -1;
}

static long
do_fork(const char *path)
{
	pid_t pid = fork();

	(void)path;
	if (pid == 0)
		_exit(0);
	return wait_for(pid);
}

static long
do_exec(const char *path)
{
	static char name[] = "true";
	char *const argv[] = {name, NULL};
	char *const envp[] = {NULL};
	pid_t pid;

	(void)path;
	if (posix_spawn(&pid, "/bin/true", NULL, NULL, argv, envp) != 0)
		return -1;
	return wait_for(pid);
}

static const struct kind {
	const char *name;
	long (*once)(const char *path);
} kinds[] = {
    {"stat",     do_stat    },
    {"open",     do_open    },
    {"denied",   do_open    },
    {"access",   do_access  },
    {"readlink", do_readlink},
    {"list",     do_list    },
    {"create",   do_create  },
    {"rename",   do_rename  },
    {"mkdir",    do_mkdir   },
    {"chmod",    do_chmod   },
    {"socket",   do_socket  },
    {"connect",  do_connect },
    {"kill",     do_kill    },
    {"thread",   do_thread  },
    {"fork",     do_fork    },
    {"exec",     do_exec    },
};

static const struct kind *
kind_named(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

/* What some kinds need.  Returns 0 or -1. */
static int
prepare(const struct kind *kind, const char *path)
{
	snprintf(other, sizeof(other), "%s.other", path);
	/* What a run that was ended left. */
	(void)unlink(other);
	if (kind->once == do_readlink)
		return symlink(path, other);
	udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	/* Where sockets are denied, only who connects minds. */
	return udp >= 0 || kind->once != do_connect ? 0 : -1;
}

int
main(int argc, char **argv)
{
	const struct kind *kind = argc == 4 ? kind_named(argv[1]) : NULL;
	long rounds, wrong = 0;
	int64_t start;
	bool fails;

	if (kind == NULL)
		return 2;
	fails = strcmp(kind->name, "denied") == 0;
	rounds = strtol(argv[3], NULL, 10);
	if (rounds <= 0 || prepare(kind, argv[2]) != 0) {
		perror("calls");
		return 2;
	}
	/* The first calls warm caches, and let a supervisor take its seat. */
	for (long i = 0; i < rounds / 10 + 10; i++)
		kind->once(argv[2]);
	start = now_ns();
	for (long i = 0; i < rounds; i++)
		wrong += (kind->once(argv[2]) < 0) != fails;
	printf("%.0f\n", (double)(now_ns() - start) / (double)rounds);
	if (wrong != 0)
		fprintf(stderr, "calls: %ld of %ld went the other way\n", wrong,
		    rounds);
	return wrong != 0;
}
