/* connect(2): to this machine's addresses and to sockets in the tree. */
/* differs: connect, the root: no rule allows to change it */
#include "lib/sock.h"

static int type = SOCK_STREAM;

static long
to(const struct address *a)
{
	int s = socket(a->sa.sa_family, type | SOCK_CLOEXEC, 0);
	long r = syscall(SYS_connect, s, &a->sa, a->len);

	shut(s);
	return r;
}

/* A server stands at `file`; every other name is as it is. */
static long
by_name(int dirfd, const char *path)
{
	struct address a = unix_name("file");
	int server;
	long r;

	(void)dirfd;
	if (path == NULL || path == (const char *)1 || path == unterminated() ||
	    strlen(path) >= sizeof(a.un.sun_path))
		return 0;
	unlink("file");
	server = listening(SOCK_STREAM, &a);
	a = unix_name(path);
	r = to(&a);
	shut(server);
	return r;
}

static void
inet(void)
{
	struct address here = inet4("127.0.0.1", 0), other;
	int server = listening(SOCK_STREAM, &here);

	say("IPv4", to(&here));
	other = inet6("::ffff:127.0.0.1", ntohs(here.in.sin_port));
	say("IPv4 in IPv6 clothes", to(&other));
	here.len = 15;
	say("a short address", to(&here));
	here.len = 4096;
	say("a long address", to(&here));
	close(server);
	here = inet6("::1", 0);
	server = listening(SOCK_STREAM, &here);
	say("IPv6", server < 0 ? 0 : to(&here));
	close(server);
}

static void
odd(void)
{
	struct address here = inet4("127.0.0.1", 0);
	int server = listening(SOCK_DGRAM, &here);
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr none = {.sa_family = AF_UNSPEC};

	say("a datagram", syscall(SYS_connect, s, &here.sa, here.len));
	say("and undone", syscall(SYS_connect, s, &none, sizeof(none)));
	say("no address", syscall(SYS_connect, s, NULL, 16));
	say("a bad address", syscall(SYS_connect, s, 8, 16));
	say("no length", syscall(SYS_connect, s, &here.sa, 0));
	say("a negative length", syscall(SYS_connect, s, &here.sa, -1));
	say("no descriptor", syscall(SYS_connect, 987, &here.sa, here.len));
	say("no socket", syscall(SYS_connect, 1, &here.sa, here.len));
	here.sa.sa_family = AF_UNIX;
	say("another family", syscall(SYS_connect, s, &here.sa, here.len));
	close(s);
	close(server);
}

void
scenario(void)
{
	names("connect", PLAIN, by_name);
	inet();
	odd();
}

long
denied(void)
{
	struct address a = inet4("127.0.0.2", 9);

	return to(&a);
}
