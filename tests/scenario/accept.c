/* accept(2): no object of its own; the peer's address is the kernel's. */
/* denied: none: whom the listening socket lets in was judged at listen(2) */
#include "lib/sock.h"

void
scenario(void)
{
	struct address a = inet4("127.0.0.1", 0), peer = {.len = 256};
	int server = listening(SOCK_STREAM, &a);
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	say("connect", connect(s, &a.sa, a.len));
	say("accept", closed(syscall(SYS_accept, server, &peer.sa, &peer.len)));
	printf("peer: %d %u\n", peer.sa.sa_family, peer.len);
	say("no descriptor", syscall(SYS_accept, 987, NULL, NULL));
	say("not listening", syscall(SYS_accept, s, NULL, NULL));
}

long
denied(void)
{
	return 0;
}
