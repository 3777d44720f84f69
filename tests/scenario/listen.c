/* listen(2): on a bound socket and on one that the kernel binds itself. */
#include "lib/sock.h"

void
scenario(void)
{
	struct address a = inet4("127.0.0.1", 0), u = unix_name("sock");
	int s;

	scene();
	s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	say("bound", bind(s, &a.sa, a.len));
	say("listening", syscall(SYS_listen, s, 4));
	say("again", syscall(SYS_listen, s, -1));
	close(s);
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	say("unix, unbound", syscall(SYS_listen, s, 4));
	say("unix, bound", bind(s, &u.sa, u.len));
	say("unix, listening", syscall(SYS_listen, s, 4));
	close(s);
	s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	say("a datagram socket", syscall(SYS_listen, s, 4));
	close(s);
	say("no descriptor", syscall(SYS_listen, 987, 4));
	say("no socket", syscall(SYS_listen, 1, 4));
}

/* Unbound: the kernel would choose every address of the machine. */
long
denied(void)
{
	return syscall(SYS_listen, socket(AF_INET, SOCK_STREAM, 0), 4);
}
