/* sendmsg(2): a message with an address, a descriptor, or neither. */
#include "lib/msg.h"

static long
send_to(int s, struct address *a, int fd)
{
	struct message m;

	message(&m, a, fd);
	return syscall(SYS_sendmsg, s, &m.head, 0);
}

/* Is the descriptor that came along a working one? */
static void
received(int s)
{
	struct message m;
	char text[8];
	int fd = -1;

	message(&m, NULL, 0);
	m.part[0] = (struct iovec){text, sizeof(text)};
	m.head.msg_iovlen = 1;
	say("received", recvmsg(s, &m.head, MSG_CMSG_CLOEXEC));
	if (m.head.msg_controllen != 0)
		memcpy(&fd, CMSG_DATA(&m.control.head), sizeof(fd));
	say("its descriptor", read(fd, text, sizeof(text)));
	close(fd);
}

void
scenario(void)
{
	struct address a = inet4("127.0.0.1", 0);
	struct message m;
	int server, s, fd, pair[2];

	scene();
	server = listening(SOCK_DGRAM, &a);
	s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	say("an address", send_to(s, &a, -1));
	say("no address", send_to(s, NULL, -1));
	say("no message", syscall(SYS_sendmsg, s, NULL, 0));
	message(&m, &a, -1);
	m.head.msg_namelen = 3;
	say("a short address", syscall(SYS_sendmsg, s, &m.head, 0));
	message(&m, &a, -1);
	m.head.msg_iov = (struct iovec *)8;
	say("bad parts", syscall(SYS_sendmsg, s, &m.head, 0));
	message(&m, &a, -1);
	m.head.msg_iovlen = 2000;
	say("too many parts", syscall(SYS_sendmsg, s, &m.head, 0));
	close(s);
	close(server);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return;
	fd = open("file", O_RDONLY | O_CLOEXEC);
	say("a descriptor", send_to(pair[0], NULL, fd));
	received(pair[1]);
	say("a bad descriptor", send_to(pair[0], NULL, 987));
	say("no descriptor", send_to(987, NULL, -1));
	say("no socket", send_to(fd, NULL, -1));
}

long
denied(void)
{
	struct address a = inet4("127.0.0.2", 9);

	return send_to(socket(AF_INET, SOCK_DGRAM, 0), &a, -1);
}
