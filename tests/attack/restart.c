/* attack: a call that was judged is interrupted, its name is changed in the
 *   signal's handler, and the kernel starts it again
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003; signal(7), SA_RESTART
 * stops: a call that starts again stops again and is judged anew
 * variants: open connect send
 * bare: wins
 * expect: EACCES
 * audit: openat connect sendto
 * rules: network: {allow: any, to: "unix:{DIR}/a/?*"}
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/guest.h"

static char name[512];
static struct sockaddr_un to = {.sun_family = AF_UNIX};
static volatile int handled;
static volatile pid_t sleeper;

static void
handler(int sig)
{
	(void)sig;
	handled = 1;
	/* Both names end alike, and only one letter differs. */
	name[strlen(dir) + 1] = 'b';
	to.sun_path[strlen(dir) + 1] = 'b';
}

/* Is the thread asleep in a call?  /proc says S. */
static int
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
		return 0;
	text[n] = '\0';
	return strstr(text, ") S ") != NULL;
}

/* Signals the sleeper until its handler ran. */
static void *
interrupt(void *thread)
{
	while (!asleep(sleeper))
		usleep(200);
	while (!handled) {
		pthread_kill(*(pthread_t *)thread, SIGUSR1);
		usleep(1000);
	}
	return NULL;
}

/* a/f is a pipe that nobody writes: the open sleeps. */
static void
by_open(void)
{
	must(unlink(at("a/f")), "unlink");
	must(mkfifo(at("a/f"), 0600), "mkfifo");
	snprintf(name, sizeof(name), "%s/a/f", dir);
	read_secret((int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY, 0),
	    "openat");
}

/* A server of our own whose queue is full: whoever connects sleeps. */
static int
full_server(int type)
{
	int fd = (int)must(socket(AF_UNIX, type, 0), "socket"), more;

	must(unlink(at("a/sock")), "unlink");
	snprintf(to.sun_path, sizeof(to.sun_path), "%s/a/sock", dir);
	must(bind(fd, (struct sockaddr *)&to, sizeof(to)), "bind");
	if (type == SOCK_STREAM)
		must(listen(fd, 0), "listen");
	for (;;) {
		more = (int)must(socket(AF_UNIX, type | SOCK_NONBLOCK, 0),
		    "socket");
		if ((type == SOCK_STREAM
			    ? connect(more, (struct sockaddr *)&to, sizeof(to))
			    : sendto(more, "x", 1, 0, (struct sockaddr *)&to,
				  sizeof(to))) < 0)
			break;
	}
	if (errno != EAGAIN)
		broken("fill the queue");
	return (int)must(socket(AF_UNIX, type, 0), "socket");
}

static void
by_socket(int fd)
{
	if (is("connect"))
		verdict(connect(fd, (struct sockaddr *)&to, sizeof(to)),
		    "connect");
	/* b/sock is a stream: EPROTOTYPE says that the kernel met it. */
	if (sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof(to)) < 0 &&
	    errno == EPROTOTYPE)
		won("sent to the forbidden name");
	lost("sendto");
}

void
attack(int argc, char **argv)
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};
	pthread_t self = pthread_self(), other;
	int fd = -1;

	(void)argc;
	(void)argv;
	must(sigaction(SIGUSR1, &sa, NULL), "sigaction");
	if (!is("open"))
		fd = full_server(is("connect") ? SOCK_STREAM : SOCK_DGRAM);
	sleeper = (pid_t)syscall(SYS_gettid);
	pthread_create(&other, NULL, interrupt, &self);
	if (is("open"))
		by_open();
	by_socket(fd);
}
