/* socketpair(2): pairs are of unix sockets. */
/* denied: EOPNOTSUPP */
#include "lib/sock.h"

static long
call(int family, int type)
{
	int pair[2];
	long r = syscall(SYS_socketpair, family, type, 0, pair);

	if (r == 0) {
		close(pair[0]);
		close(pair[1]);
	}
	return r;
}

void
scenario(void)
{
	say("a stream", call(AF_UNIX, SOCK_STREAM));
	say("packets", call(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC));
	say("a wrong type", call(AF_UNIX, 77));
	say("tcp", call(AF_INET, SOCK_STREAM));
	say("no memory", syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, 8L));
}

long
denied(void)
{
	return call(AF_INET, SOCK_STREAM);
}
