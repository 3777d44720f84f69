/* Socket addresses as the kernel reads them, turned into what rules speak of
 * and back.  The kernel's own checks of a length are repeated here, since what
 * it would refuse has no meaning to judge (net/ipv4/af_inet.c,
 * net/ipv6/af_inet6.c, net/unix/af_unix.c). */
#include "call/addr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

/* The kernel takes an IPv6 address without its scope too (SIN6_LEN_RFC2133). */
#define SIN6_SHORT 24u

#define SUN_HEAD offsetof(struct sockaddr_un, sun_path)
#define SUN_ROOM sizeof(((struct sockaddr_un *)NULL)->sun_path)

static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

static int
parse_inet(const struct sockaddr *sa, size_t len, struct net_object *ret)
{
	struct sockaddr_in in;

	if (len < sizeof(in))
		return -EINVAL;
	memcpy(&in, sa, sizeof(in));
	memcpy(ret->ip, &in.sin_addr, 4);
	ret->port = ntohs(in.sin_port);
	return 0;
}

static int
parse_inet6(const struct sockaddr *sa, size_t len, struct net_object *ret)
{
	struct sockaddr_in6 in6 = {0};

	if (len < SIN6_SHORT)
		return -EINVAL;
	memcpy(&in6, sa, len < sizeof(in6) ? len : sizeof(in6));
	ret->port = ntohs(in6.sin6_port);
	if (memcmp(&in6.sin6_addr, mapped, sizeof(mapped)) == 0) {
		ret->family = AF_INET;
		memcpy(ret->ip, in6.sin6_addr.s6_addr + sizeof(mapped), 4);
	} else {
		memcpy(ret->ip, &in6.sin6_addr, 16);
	}
	return 0;
}

/* A name that begins with NUL is abstract and every byte of it counts; a family
 * alone asks bind(2) for an abstract name of the kernel's choice (unix(7)). */
static int
parse_unix(const struct sockaddr *sa, size_t len, struct net_object *ret)
{
	const char *path = (const char *)sa + SUN_HEAD;

	if (len < SUN_HEAD || len > sizeof(struct sockaddr_un))
		return -EINVAL;
	if (len == SUN_HEAD) {
		ret->abstract = true;
		ret->name = "";
	} else if (path[0] == '\0') {
		ret->abstract = true;
		ret->name = path + 1;
		ret->name_len = len - SUN_HEAD - 1;
	} else {
		ret->name = path;
		ret->name_len = strnlen(path, len - SUN_HEAD);
	}
	return 0;
}

int
addr_parse(const struct sockaddr *sa, size_t len, struct net_object *ret)
{
	sa_family_t family;

	if (len < sizeof(family))
		return -EINVAL;
	memcpy(&family, sa, sizeof(family));
	*ret = (struct net_object){.proto = NET_OTHER, .family = family};
	if (family == AF_INET)
		return parse_inet(sa, len, ret);
	if (family == AF_INET6)
		return parse_inet6(sa, len, ret);
	if (family == AF_UNIX)
		return parse_unix(sa, len, ret);
	return 0;
}

static const char *
proto_word(enum net_proto proto)
{
	switch (proto) {
	case NET_TCP: return "tcp";
	case NET_UDP: return "udp";
	case NET_UNIX: return "unix";
	case NET_OTHER: return "other";
	}
	return "other";
}

void
addr_text(const struct net_object *o, struct str *to)
{
	char ip[INET6_ADDRSTRLEN];

	if (o->family == AF_INET) {
		inet_ntop(AF_INET, o->ip, ip, sizeof(ip));
		str_addf(to, "%s:%s:%u", proto_word(o->proto), ip, o->port);
	} else if (o->family == AF_INET6) {
		inet_ntop(AF_INET6, o->ip, ip, sizeof(ip));
		str_addf(to, "%s:[%s]:%u", proto_word(o->proto), ip, o->port);
	} else if (o->family == AF_UNIX) {
		str_add(to, o->abstract ? "unix:@" : "unix:");
		if (o->name_len != 0)
			str_add_bytes(to, o->name, o->name_len);
	} else {
		str_addf(to, "family:%d", o->family);
	}
}

static size_t
unparse_unix(const struct net_object *o, struct sockaddr_storage *ret)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	size_t lead = o->abstract ? 1 : 0;

	/* Either a NUL before the name, or one behind it. */
	if (o->name_len >= SUN_ROOM || (!o->abstract && o->name_len == 0))
		return 0;
	memcpy(un.sun_path + lead, o->name, o->name_len);
	memcpy(ret, &un, sizeof(un));
	return SUN_HEAD + o->name_len + 1;
}

size_t
addr_unparse(const struct net_object *o, int family,
    struct sockaddr_storage *ret)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

	memset(ret, 0, sizeof(*ret));
	if (family == AF_UNIX && o->family == AF_UNIX)
		return unparse_unix(o, ret);
	if (family == AF_INET && o->family == AF_INET) {
		in.sin_port = htons(o->port);
		memcpy(&in.sin_addr, o->ip, 4);
		memcpy(ret, &in, sizeof(in));
		return sizeof(in);
	}
	if (family != AF_INET6)
		return 0;
	in6.sin6_port = htons(o->port);
	if (o->family == AF_INET) {
		memcpy(&in6.sin6_addr, mapped, sizeof(mapped));
		memcpy(in6.sin6_addr.s6_addr + sizeof(mapped), o->ip, 4);
	} else if (o->family == AF_INET6) {
		memcpy(&in6.sin6_addr, o->ip, 16);
	} else {
		return 0;
	}
	memcpy(ret, &in6, sizeof(in6));
	return sizeof(in6);
}
