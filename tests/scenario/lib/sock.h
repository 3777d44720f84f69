/* Sockets on this machine, for the calls that take an address. */
#ifndef PTS_SCENARIO_SOCK_H
#define PTS_SCENARIO_SOCK_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "lib/guest.h"

/* An address of any of the three families. */
struct address {
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		char bytes[256];
	};
	socklen_t len;
};

static inline struct address
inet4(const char *ip, int port)
{
	struct address a = {.len = sizeof(a.in)};

	memset(a.bytes, 0, sizeof(a.bytes));
	a.in.sin_family = AF_INET;
	a.in.sin_port = htons((uint16_t)port);
	inet_pton(AF_INET, ip, &a.in.sin_addr);
	return a;
}

static inline struct address
inet6(const char *ip, int port)
{
	struct address a = {.len = sizeof(a.in6)};

	memset(a.bytes, 0, sizeof(a.bytes));
	a.in6.sin6_family = AF_INET6;
	a.in6.sin6_port = htons((uint16_t)port);
	inet_pton(AF_INET6, ip, &a.in6.sin6_addr);
	return a;
}

/* A unix socket's name; names that are too long are cut. */
static inline struct address
unix_name(const char *name)
{
	struct address a;

	memset(a.bytes, 0, sizeof(a.bytes));
	a.un.sun_family = AF_UNIX;
	snprintf(a.un.sun_path, sizeof(a.un.sun_path), "%s", name);
	a.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	    strlen(a.un.sun_path) + 1);
	return a;
}

/* A socket that waits for connections at a; *a becomes what it is bound to.
 * -1 when the machine has no such family. */
static inline int
listening(int type, struct address *a)
{
	int s = socket(a->sa.sa_family, type | SOCK_CLOEXEC, 0);

	if (s < 0 || bind(s, &a->sa, a->len) != 0) {
		close(s);
		return -1;
	}
	if (type == SOCK_STREAM)
		listen(s, 4);
	a->len = sizeof(a->bytes);
	getsockname(s, &a->sa, &a->len);
	return s;
}

/* Closes a socket; errno stays that of the call before. */
static inline void
shut(int s)
{
	int err = errno;

	close(s);
	errno = err;
}

#endif /* PTS_SCENARIO_SOCK_H */
