/* sendmmsg(2): several messages; how many went at once is the kernel's to
 * choose, so they are sent until none is left. */
#include "lib/msg.h"

static long
all(int s, struct mmsghdr *v, unsigned count)
{
	unsigned done = 0;

	while (done < count) {
		long r = syscall(SYS_sendmmsg, s, v + done, count - done, 0);

		if (r < 0)
			return done == 0 ? r : (long)done;
		if (r == 0)
			break;
		done += (unsigned)r;
	}
	return done;
}

static long
three(int s, struct address *a)
{
	struct message m[3];
	struct mmsghdr v[3];
	long r;

	for (int i = 0; i < 3; i++) {
		message(&m[i], a, -1);
		v[i].msg_hdr = m[i].head;
		v[i].msg_len = 99;
	}
	r = all(s, v, 3);
	detail("lengths %u %u %u", v[0].msg_len, v[1].msg_len, v[2].msg_len);
	return r;
}

void
scenario(void)
{
	struct address a = inet4("127.0.0.1", 0);
	int server = listening(SOCK_DGRAM, &a), pair[2];
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	say("addresses", three(s, &a));
	say("no addresses", three(s, NULL));
	say("none", syscall(SYS_sendmmsg, s, NULL, 0, 0));
	say("bad memory", syscall(SYS_sendmmsg, s, 8, 1, 0));
	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) == 0)
		say("connected", three(pair[0], NULL));
	say("no descriptor", three(987, NULL));
	close(s);
	close(server);
}

long
denied(void)
{
	struct address a = inet4("127.0.0.2", 9);

	return three(socket(AF_INET, SOCK_DGRAM, 0), &a);
}
