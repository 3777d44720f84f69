/* attack: reach an address that the rules do not name, by each of the ways
 *   that do not look like connect(2) to it
 * source: tcp(7), MSG_FASTOPEN; ip(7); ipv6(7), mapped addresses
 * stops: every address is copied, normalised and judged; families and
 *   protocols are allowed one by one
 * variants: connect fastopen fastopen-sendmsg mapped zero zero-mapped
 *   udp-connect udp-sendto udp-sendmsg udp-sendmmsg udp-connected udp-mapped
 *   udp-unspec listen unspec-listen bind bind-any
 * expect: EACCES
 * expect/fastopen: EOPNOTSUPP
 * expect/fastopen-sendmsg: EOPNOTSUPP
 * audit/fastopen: none
 * audit/fastopen-sendmsg: none
 * audit: connect sendto sendmsg sendmmsg listen bind socket
 * allow/connect: network: {allow: connect, to: "tcp:127.0.0.1:{PORT_B}"}
 * allow/mapped: network: {allow: connect, to: "tcp:127.0.0.1:{PORT_B}"}
 * allow/udp-sendto: network: {allow: connect, to: "udp:127.0.0.1:{UDP_B}"}
 * allow/udp-sendmsg: network: {allow: connect, to: "udp:127.0.0.1:{UDP_B}"}
 * allow/udp-sendmmsg: network: {allow: connect, to: "udp:127.0.0.1:{UDP_B}"}
 * allow/udp-mapped: network: {allow: connect, to: "udp:127.0.0.1:{UDP_B}"}
 * allow/udp-connected: network: {allow: connect, to: "udp:127.0.0.1:{UDP_B}"}
 * bare/fastopen: any (sysctl net.ipv4.tcp_fastopen)
 * bare/fastopen-sendmsg: any (sysctl net.ipv4.tcp_fastopen)
 * bare/mapped: any (no IPv6)
 * bare/zero-mapped: any (no IPv6)
 * bare/udp-mapped: any (no IPv6)
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/lib/guest.h"

static struct sockaddr_storage to;
static socklen_t len;

static void
address(int family, const char *host, const char *port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)&to;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)&to;

	to.ss_family = (sa_family_t)family;
	v4->sin_port = htons((uint16_t)number(port));
	len = family == AF_INET ? sizeof(*v4) : sizeof(*v6);
	if (inet_pton(family, host,
		family == AF_INET ? (void *)&v4->sin_addr
				  : (void *)&v6->sin6_addr) != 1)
		broken("inet_pton");
}

static int
make(int family, int type)
{
	int fd = socket(family, type, 0);

	if (fd < 0 && errno == EAFNOSUPPORT)
		cannot("no such family");
	return (int)must(fd, "socket");
}

static void
message(int fd, int flags)
{
	struct iovec v = {(char *)(uintptr_t) "x", 1};
	struct mmsghdr m[2] = {{.msg_hdr = {.msg_name = &to,
				    .msg_namelen = len,
				    .msg_iov = &v,
				    .msg_iovlen = 1}}};

	m[1] = m[0];
	if (is("udp-sendmmsg"))
		verdict(sendmmsg(fd, m, 2, flags), "sendmmsg");
	verdict(sendmsg(fd, &m[0].msg_hdr, flags), "sendmsg");
}

static void
stream(void)
{
	bool v6 = is("mapped") || is("zero-mapped");
	int fd = make(v6 ? AF_INET6 : AF_INET, SOCK_STREAM);

	address(AF_INET, is("zero") ? "0.0.0.0" : "127.0.0.1", "PORT_B");
	if (v6)
		address(AF_INET6,
		    is("mapped") ? "::ffff:127.0.0.1" : "::ffff:0.0.0.0",
		    "PORT_B");
	if (is("unspec-listen")) {
		/* Connected, and then free again to be something else. */
		address(AF_INET, "127.0.0.1", "PORT_A");
		must(connect(fd, (struct sockaddr *)&to, len), "connect");
		to.ss_family = AF_UNSPEC;
		must(connect(fd, (struct sockaddr *)&to, len), "dissolve");
		verdict(listen(fd, 1), "listen");
	}
	if (is("listen")) /* binds 0.0.0.0 to a port of the kernel's choice */
		verdict(listen(fd, 1), "listen");
	if (is("fastopen"))
		verdict(sendto(fd, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&to,
			    len),
		    "sendto");
	if (is("fastopen-sendmsg"))
		message(fd, MSG_FASTOPEN);
	if (is("bind") || is("bind-any"))
		address(AF_INET, is("bind") ? "127.0.0.1" : "0.0.0.0",
		    "FREE_B");
	if (is("bind") || is("bind-any"))
		verdict(bind(fd, (struct sockaddr *)&to, len), "bind");
	verdict(connect(fd, (struct sockaddr *)&to, len), "connect");
}

void
attack(int argc, char **argv)
{
	int fd;

	(void)argc;
	(void)argv;
	if (strncmp(variant, "udp", 3) != 0)
		stream();
	fd = make(is("udp-mapped") ? AF_INET6 : AF_INET, SOCK_DGRAM);
	address(AF_INET, "127.0.0.1", "UDP_A");
	if (is("udp-connected"))
		must(connect(fd, (struct sockaddr *)&to, len), "connect");
	address(AF_INET, "127.0.0.1", "UDP_B");
	if (is("udp-mapped"))
		address(AF_INET6, "::ffff:127.0.0.1", "UDP_B");
	/* udp_sendmsg() takes it for AF_INET. */
	if (is("udp-unspec"))
		to.ss_family = AF_UNSPEC;
	if (is("udp-unspec") || is("udp-sendto") || is("udp-connected") ||
	    is("udp-mapped"))
		verdict(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, len),
		    "sendto");
	if (is("udp-connect"))
		verdict(connect(fd, (struct sockaddr *)&to, len), "connect");
	message(fd, 0);
}
