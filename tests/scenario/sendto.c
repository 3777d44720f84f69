/* sendto(2): a datagram to an address, or on a connection. */
/* differs: sendto, the root: no rule allows to change it */
#include "lib/sock.h"

static long
to(const struct address *a, int flags)
{
	int s = socket(a->sa.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	long r = syscall(SYS_sendto, s, "text", 4, flags, &a->sa, a->len);

	shut(s);
	return r;
}

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
	server = listening(SOCK_DGRAM, &a);
	a = unix_name(path);
	r = to(&a, 0);
	shut(server);
	return r;
}

void
scenario(void)
{
	struct address a = inet4("127.0.0.1", 0);
	int server, pair[2];

	names("sendto", PLAIN, by_name);
	server = listening(SOCK_DGRAM, &a);
	say("IPv4", to(&a, 0));
	a.len = 4;
	say("a short address", to(&a, 0));
	a = inet4("127.0.0.1", ntohs(a.in.sin_port));
	say("a bad address", syscall(SYS_sendto, server, "text", 4, 0, 8, 16));
	say("bad bytes", syscall(SYS_sendto, server, 8, 4, 0, &a.sa, a.len));
	say("nowhere", syscall(SYS_sendto, server, "text", 4, 0, NULL, 0));
	close(server);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return;
	say("connected", syscall(SYS_sendto, pair[0], "text", 4, 0, NULL, 0));
	close(pair[1]);
	say("connected no more",
	    syscall(SYS_sendto, pair[0], "text", 4, MSG_NOSIGNAL, NULL, 0));
	close(pair[0]);
	say("no socket", syscall(SYS_sendto, 1, "text", 4, 0, NULL, 0));
	say("no descriptor", syscall(SYS_sendto, 987, "text", 4, 0, NULL, 0));
}

long
denied(void)
{
	struct address a = inet4("127.0.0.2", 9);

	return to(&a, 0);
}
