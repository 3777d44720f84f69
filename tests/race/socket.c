/* duel: the address of a socket call changes while it is judged
 * source: Watson, Exploiting Concurrency Vulnerabilities in System Call
 *   Wrappers, WOOT 2007
 * stops: the kernel reads the address from the region
 * duels: connect udp-connect sendto sendmsg sendmmsg bind unix
 * flippers: thread shared vm vfork storm
 * rules: network: {allow: bind, to: "udp:127.0.0.1:{FREE_A}"}
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/duel.h"

static struct sockaddr_in *sin_a; /* the one that flips */
static in_port_t port[2];
static int udp = -1;

static void
inet_prepare(const char *a, const char *b)
{
	port[0] = htons((uint16_t)number(a));
	port[1] = htons((uint16_t)number(b));
	sin_a = (struct sockaddr_in *)(void *)arena->object;
	sin_a->sin_family = AF_INET;
	sin_a->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin_a->sin_port = port[0];
}

static void
tcp_prepare(void)
{
	inet_prepare("PORT_A", "PORT_B");
}

static void
udp_prepare(void)
{
	inet_prepare("UDP_A", "UDP_B");
	udp = (int)must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
}

static void
bind_prepare(void)
{
	inet_prepare("FREE_A", "FREE_B");
}

static void
port_flip(int side)
{
	*(volatile in_port_t *)&sin_a->sin_port = port[side];
}

/* connect: who is at the other end says which address the kernel took. */
static enum hit
inet_strike(int type, int own)
{
	int fd = (int)must(socket(AF_INET, type, 0), "socket");
	struct sockaddr_in real = {0};
	socklen_t len = sizeof(real);
	struct linger reset = {1, 0};
	long r;

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	if (own)
		r = bind(fd, (struct sockaddr *)(void *)sin_a, sizeof(*sin_a));
	else
		r = connect(fd, (struct sockaddr *)(void *)sin_a,
		    sizeof(*sin_a));
	if (r == 0 && own)
		getsockname(fd, (struct sockaddr *)(void *)&real, &len);
	else if (r == 0)
		getpeername(fd, (struct sockaddr *)(void *)&real, &len);
	close(fd);
	if (r < 0)
		return HIT_DENIED;
	return real.sin_port == port[1] ? HIT_WON : HIT_ALLOWED;
}

static enum hit
connect_strike(void)
{
	return inet_strike(SOCK_STREAM, 0);
}

static enum hit
udp_connect_strike(void)
{
	return inet_strike(SOCK_DGRAM, 0);
}

static enum hit
bind_strike(void)
{
	return inet_strike(SOCK_DGRAM, 1);
}

/* The harness owns the receivers and sees what arrived. */
static enum hit
sendto_strike(void)
{
	return hit(sendto(udp, "x", 1, 0, (struct sockaddr *)(void *)sin_a,
	    sizeof(*sin_a)));
}

/* Here the pointer inside the header flips as well. */
static void
sendmsg_flip(int side)
{
	struct msghdr *m = (struct msghdr *)(void *)(arena->object + 256);
	struct sockaddr_in *other = sin_a + 1;

	*other = *sin_a;
	other->sin_port = port[1];
	__atomic_store_n(&m->msg_name, (void *)(side ? other : sin_a),
	    __ATOMIC_RELAXED);
}

static enum hit
sendmsg_strike(void)
{
	struct iovec *v = (struct iovec *)(void *)(arena->object + 512);
	struct msghdr *m = (struct msghdr *)(void *)(arena->object + 256);

	*v = (struct iovec){arena->second, 1};
	m->msg_namelen = sizeof(*sin_a);
	m->msg_iov = v;
	m->msg_iovlen = 1;
	if (!m->msg_name)
		m->msg_name = sin_a;
	return hit(sendmsg(udp, m, 0));
}

static enum hit
sendmmsg_strike(void)
{
	struct iovec *v = (struct iovec *)(void *)(arena->object + 512);
	struct mmsghdr *m = (struct mmsghdr *)(void *)(arena->object + 256);

	*v = (struct iovec){arena->second, 1};
	m->msg_hdr.msg_namelen = sizeof(*sin_a);
	m->msg_hdr.msg_iov = v;
	m->msg_hdr.msg_iovlen = 1;
	if (!m->msg_hdr.msg_name)
		m->msg_hdr.msg_name = sin_a;
	return hit(sendmmsg(udp, m, 1, 0));
}

static void
unix_prepare(void)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)(void *)arena->object;

	sun->sun_family = AF_UNIX;
	snprintf(sun->sun_path, sizeof(sun->sun_path), "%s/a/sock", dir);
}

static void
unix_flip(int side)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)(void *)arena->object;
	volatile char *name = &sun->sun_path[strlen(dir) + 1];

	*name = side ? 'b' : 'a';
}

static enum hit
unix_strike(void)
{
	int fd = (int)must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	struct sockaddr_un real = {0};
	socklen_t len = sizeof(real);
	long r = connect(fd, (struct sockaddr *)(void *)arena->object,
	    sizeof(struct sockaddr_un));

	if (r == 0)
		getpeername(fd, (struct sockaddr *)(void *)&real, &len);
	close(fd);
	if (r < 0)
		return HIT_DENIED;
	return strstr(real.sun_path, "/b/sock") ? HIT_WON : HIT_ALLOWED;
}

const struct duel duels[] = {
    {"connect",           tcp_prepare, port_flip, connect_strike},
    {"udp-connect",          udp_prepare, port_flip, udp_connect_strike},
    {"sendto",		   udp_prepare, port_flip, sendto_strike},
    {"sendmsg",udp_prepare, sendmsg_flip, sendmsg_strike},
    {"sendmmsg", udp_prepare, sendmsg_flip, sendmmsg_strike},
    {"bind",            bind_prepare, port_flip, bind_strike},
    {"unix",          unix_prepare, unix_flip, unix_strike},
    {0		  },
};
