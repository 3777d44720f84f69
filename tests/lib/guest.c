/* The common part of attacks and duels: see guest.h. */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

const char *dir;
const char *variant = "";

int
main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2) {
		fprintf(stderr, "usage: %s FOLDER [VARIANT]\n", argv[0]);
		return 2;
	}
	dir = argv[1];
	if (argc > 2)
		variant = argv[2];
	attack(argc, argv);
	broken("attack came to no end");
}

void
won(const char *what)
{
	printf("ATTACK WON: %s\n", what);
	exit(0);
}

void
lost(const char *what)
{
	printf("attack failed: %s: %s\n", strerrorname_np(errno), what);
	exit(1);
}

void
cannot(const char *why)
{
	printf("skipped: %s\n", why);
	exit(77);
}

void
broken(const char *what)
{
	printf("broken: %s: %s\n", what, strerrorname_np(errno));
	exit(2);
}

void
verdict(long result, const char *what)
{
	if (result >= 0)
		won(what);
	lost(what);
}

long
must(long r, const char *what)
{
	if (r < 0)
		broken(what);
	return r;
}

bool
is(const char *name)
{
	return strcmp(variant, name) == 0;
}

char *
at(const char *below)
{
	static char room[16][512];
	static unsigned next;
	char *to = room[next++ % 16];

	snprintf(to, sizeof(room[0]), "%s/%s", dir, below);
	return to;
}

int
number(const char *name)
{
	const char *value = getenv(name);

	if (!value)
		broken(name);
	return atoi(value);
}

bool
is_secret(int fd)
{
	char text[64] = "";
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	return n > 0 && strstr(text, "SECRET");
}

void
read_secret(int fd, const char *what)
{
	if (fd < 0)
		lost(what);
	if (is_secret(fd))
		won(what);
	errno = ENODATA;
	lost(what);
}

void
as_child(pid_t pid, const char *what)
{
	int status;

	must(waitpid(pid, &status, __WALL), "waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		won(what);
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EOWNERDEAD;
	lost(what);
}

/* Whom interrupt() wakes. */
static struct {
	pthread_t thread;
	pid_t tid;
	volatile bool *handled;
} sleeper;

/* Is the thread asleep in a call?  /proc says S. */
static bool
asleep(pid_t tid)
{
	char path[64], text[256];
	int fd;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	fd = open(path, O_RDONLY);
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	return strstr(text, ") S ") != NULL;
}

static void *
interrupt(void *unused)
{
	(void)unused;
	while (!asleep(sleeper.tid))
		usleep(200);
	while (!*sleeper.handled) {
		pthread_kill(sleeper.thread, SIGUSR1);
		usleep(1000);
	}
	return NULL;
}

void
interrupt_asleep(void (*handler)(int sig), volatile bool *handled)
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};
	pthread_t other;

	sleeper.thread = pthread_self();
	sleeper.tid = (pid_t)syscall(SYS_gettid);
	sleeper.handled = handled;
	must(sigaction(SIGUSR1, &sa, NULL), "sigaction");
	must(-pthread_create(&other, NULL, interrupt, NULL), "a thread");
}

pid_t
sleeping_child(void)
{
	int ready[2];
	pid_t pid;
	char c;

	must(pipe(ready), "pipe");
	pid = fork();
	must(pid, "fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		must(write(ready[1], "x", 1), "write");
		for (;;)
			pause();
	}
	must(read(ready[0], &c, 1), "read");
	return pid;
}

int
copy_file(const char *from, int to)
{
	int fd = (int)must(open(from, O_RDONLY | O_CLOEXEC), from);
	struct stat st;

	must(fstat(fd, &st), "fstat");
	must(sendfile(to, fd, NULL, (size_t)st.st_size), "sendfile");
	close(fd);
	return to;
}

struct target
region(int flags)
{
	struct target t = {.ours = true, .len = 8192};
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned long from, to;
	char line[512], mode[8];

	if (!maps)
		broken("/proc/self/maps");
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3)
			continue;
		/* By its name, whatever its protection; not the stub's page. */
		if (!strstr(line, "/memfd:ptsandbox") || mode[2] == 'x')
			continue;
		t = (struct target){(char *)from, to - from, false};
	}
	fclose(maps);
	if (!t.ours)
		return t;
	int fd = flags & MAP_ANONYMOUS
	    ? -1
	    : (int)must(memfd_create("own", 0), "memfd_create");
	if (fd >= 0)
		must(ftruncate(fd, (off_t)t.len), "ftruncate");
	t.base = mmap(NULL, t.len, PROT_READ, flags, fd, 0);
	if (t.base == MAP_FAILED)
		broken("mmap");
	return t;
}
