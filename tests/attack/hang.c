/* attack: a call that waits for ever, so that a supervisor that makes it on the
 *   job's behalf is of no use to anybody
 * source: Ostia, NDSS 2004, on delegated opens; fifo(7)
 * stops: what may wait is done by the kernel in the job, and the supervisor
 *   looks at files without opening them
 * variants: fifo-read fifo-write fifo-exec fifo-shebang connect flock
 * rules: network: {allow: any, to: "unix:{DIR}/a/?*"}
 * rules: programs: {allow: run, path: "{DIR}/a/fifo"}
 * rules: programs: {allow: run, path: "{DIR}/a/script"}
 * expect: EACCES
 * audit: openat
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

/* Waits until the child sleeps in its call, or has ended. */
static void
wait_for_sleep(pid_t pid)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (;;) {
		int fd = open(path, O_RDONLY);
		ssize_t n;

		if (fd < 0)
			return;
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
		text[n > 0 ? n : 0] = '\0';
		if (strstr(text, ") S ") != NULL ||
		    strstr(text, ") Z ") != NULL)
			return;
		sched_yield();
	}
}

/* A server of our own that accepts nobody. */
static void
wait_for_server(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = (int)must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");

	snprintf(to.sun_path, sizeof(to.sun_path), "%s/a/deaf", dir);
	must(bind(fd, (struct sockaddr *)&to, sizeof(to)), "bind");
	must(listen(fd, 0), "listen");
	for (;;)
		connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&to,
		    sizeof(to));
}

static void
wait_for_lock(void)
{
	int fd = (int)must(open(at("a/f"), O_RDWR), "open");
	int other = (int)must(open(at("a/f"), O_RDWR), "open");

	must(flock(fd, LOCK_EX), "flock");
	flock(other, LOCK_EX);
}

static void
hang(void)
{
	char *const args[] = {NULL};
	FILE *f;

	if (is("fifo-read"))
		open(at("a/fifo"), O_RDONLY);
	if (is("fifo-write"))
		open(at("a/fifo"), O_WRONLY);
	if (is("fifo-exec"))
		execve(at("a/fifo"), args, args);
	if (is("fifo-shebang")) {
		f = fopen(at("a/script"), "we");
		if (f == NULL)
			broken("script");
		fprintf(f, "#!%s/a/fifo\n", dir);
		fclose(f);
		must(chmod(at("a/script"), 0755), "chmod");
		execve(at("a/script"), args, args);
	}
	if (is("connect"))
		wait_for_server();
	if (is("flock"))
		wait_for_lock();
}

void
attack(int argc, char **argv)
{
	int ready[2];
	pid_t pid;
	char c;

	(void)argc;
	(void)argv;
	must(mkfifo(at("a/fifo"), 0755), "mkfifo");
	must(pipe(ready), "pipe");
	pid = fork();
	must(pid, "fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		must(write(ready[1], "x", 1), "write");
		hang();
		_exit(0);
	}
	must(read(ready[0], &c, 1), "read");
	wait_for_sleep(pid);
	/* Whatever the child waits for, we are served. */
	for (int i = 0; i < 200; i++)
		close((int)must(open(at("a/f"), O_RDONLY), "open"));
	read_secret(open(at("b/f"), O_RDONLY), "open");
}
