/* attack: a message to an allowed address whose control data sends it by way
 *   of another
 * source: ip(7), IP_RETOPTS; RFC 5095 on IPv6 routing headers
 * stops: control data is copied and walked as the kernel does
 * variants: retopts rthdr second long many
 * bare: any (the kernel wants privilege for most routes; no IPv6)
 * rules: network: {allow: any, to: "any:[::1]:*"}
 * expect: EPERM EINVAL ENOBUFS
 * audit: sendmsg
 * audit/many: any
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "tests/lib/guest.h"

static struct sockaddr_storage to;
static struct msghdr head = {.msg_name = &to};
static union {
	char bytes[8192];
	struct cmsghdr align;
} control;

static void
add(int level, int type, const void *value, size_t len)
{
	struct cmsghdr *h =
	    (struct cmsghdr *)(void *)(control.bytes + head.msg_controllen);

	h->cmsg_level = level;
	h->cmsg_type = type;
	h->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(h), value, len);
	head.msg_control = control.bytes;
	head.msg_controllen += CMSG_SPACE(len);
}

static int
to_v4(void)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};

	in.sin_port = htons((uint16_t)number("UDP_A"));
	memcpy(&to, &in, sizeof(in));
	head.msg_namelen = sizeof(in);
	return (int)must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
}

static int
to_v6(void)
{
	struct sockaddr_in6 in = {.sin6_family = AF_INET6,
	    .sin6_port = htons(9),
	    .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	memcpy(&to, &in, sizeof(in));
	head.msg_namelen = sizeof(in);
	if (fd < 0)
		cannot("no IPv6");
	return fd;
}

void
attack(int argc, char **argv)
{
	/* A loose route over 127.0.0.2. */
	const unsigned char route[] = {131, 7, 4, 127, 0, 0, 2, 0};
	/* Of type 2, with one address (RFC 6275). */
	const unsigned char header[24] = {0, 2, 2, 1, [23] = 1};
	struct iovec v = {(char *)(uintptr_t) "x", 1};
	const int ttl = 4;
	int fd = is("rthdr") ? to_v6() : to_v4();

	(void)argc;
	(void)argv;
	head.msg_iov = &v;
	head.msg_iovlen = 1;
	if (is("second") || is("many"))
		add(IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
	if (is("rthdr"))
		add(IPPROTO_IPV6, IPV6_RTHDR, header, sizeof(header));
	/* More than is copied, with the route at its end. */
	for (int i = 0; is("long") && i < 200; i++)
		add(IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
	if (!is("rthdr"))
		add(IPPROTO_IP, IP_RETOPTS, route, sizeof(route));
	/* A length that leads past the end, for who adds before he checks. */
	if (is("many"))
		((struct cmsghdr *)(void *)control.bytes)->cmsg_len = ~0ul - 7;
	verdict(sendmsg(fd, &head, 0), "sendmsg");
}
