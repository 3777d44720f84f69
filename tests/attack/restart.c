/* attack: a call that was judged is interrupted, its name is changed in the
 *   signal's handler, and the kernel starts it again
 * source: Garfinkel, Traps and Pitfalls, NDSS 2003; signal(7), SA_RESTART
 * stops: a call that starts again stops again and is judged anew
 * variants: open connect send
 * bare: wins
 * expect: EACCES
 * audit: openat connect sendto
 * rules: network: {allow: any, to: "unix:{DIR}/a/?*"}
 * allow/open: files: {allow: read, path: "{DIR}/b"}
 * allow/connect: network: {allow: any, to: "unix:{DIR}/b/?*"}
 * allow/send: network: {allow: any, to: "unix:{DIR}/b/?*"}
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
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
static volatile bool handled;

static void
handler(int sig)
{
	(void)sig;
	handled = true;
	/* Both names end alike, and only one letter differs. */
	name[strlen(dir) + 1] = 'b';
	to.sun_path[strlen(dir) + 1] = 'b';
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
	int fd = -1;

	(void)argc;
	(void)argv;
	if (!is("open"))
		fd = full_server(is("connect") ? SOCK_STREAM : SOCK_DGRAM);
	interrupt_asleep(handler, &handled);
	if (is("open"))
		by_open();
	by_socket(fd);
}
