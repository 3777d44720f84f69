/* bind(2): this machine's addresses and new sockets in the tree. */
#include "lib/sock.h"

static long
to(int type, const struct address *a)
{
	int s = socket(a->sa.sa_family, type | SOCK_CLOEXEC, 0);
	long r = syscall(SYS_bind, s, &a->sa, a->len);

	shut(s);
	return r;
}

static long
by_name(int dirfd, const char *path)
{
	struct address a;

	(void)dirfd;
	if (path == NULL || path == (const char *)1 || path == unterminated() ||
	    strlen(path) >= sizeof(a.un.sun_path))
		return 0;
	a = unix_name(path);
	return to(SOCK_STREAM, &a);
}

void
scenario(void)
{
	struct address a = inet4("127.0.0.1", 0);
	int s;

	names("bind", CHANGES, by_name);
	scene();
	umask(077);
	say("with a mask", by_name(AT_FDCWD, "sock"));
	umask(022);
	say("IPv4", to(SOCK_STREAM, &a));
	say("a datagram", to(SOCK_DGRAM, &a));
	a.len = 15;
	say("a short address", to(SOCK_STREAM, &a));
	a = inet4("192.0.2.1", 0);
	say("not ours", to(SOCK_STREAM, &a));
	a = inet4("127.0.0.1", 0);
	s = listening(SOCK_STREAM, &a);
	say("in use", to(SOCK_STREAM, &a));
	say("bound already", syscall(SYS_bind, s, &a.sa, a.len));
	close(s);
	say("no descriptor", syscall(SYS_bind, 987, &a.sa, a.len));
	s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	say("no address", syscall(SYS_bind, s, NULL, 16));
	close(s);
}

long
denied(void)
{
	struct address a = inet4("127.0.0.2", 9999);

	return to(SOCK_STREAM, &a);
}
