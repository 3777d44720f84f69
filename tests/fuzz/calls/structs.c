/* Structs that calls take: as they should be, and a little off. */
#include <arpa/inet.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>

#include "tests/fuzz/calls/calls.h"

/* Puts a struct into memory, a bit of it turned now and then. */
static uint64_t
put(struct pages *p, struct dice *d, const void *from, size_t len)
{
	unsigned char *at = pages_room(p, d, len);

	memcpy(at, from, len);
	if (len > 0 && one_in(d, 12))
		at[below(d, len)] ^= (unsigned char)(1u << below(d, 8));
	return (uintptr_t)at;
}

static size_t
unix_address(struct dice *d, struct sockaddr_un *un)
{
	size_t room = sizeof(un->sun_path);
	int n;

	un->sun_family = AF_UNIX;
	switch (below(d, 6)) {
	case 0: n = snprintf(un->sun_path, room, "%s/sock", world.out); break;
	case 1:
		n = snprintf(un->sun_path + 1, room - 1, "%s", world.token) + 1;
		break;
	case 2: n = snprintf(un->sun_path, room, "sock"); break;
	case 3: n = snprintf(un->sun_path, room, "d/sock"); break;
	case 4: n = snprintf(un->sun_path + 1, room - 1, "other") + 1; break;
	default: n = (int)below(d, room); memset(un->sun_path, 'u', (size_t)n);
	}
	if (n < 0 || (size_t)n > room)
		n = (int)room;
	return offsetof(struct sockaddr_un, sun_path) + (size_t)n + below(d, 2);
}

uint64_t
make_sockaddr(struct pages *p, struct dice *d, uint64_t *ret_len)
{
	static const uint16_t families[] = {AF_UNSPEC, AF_NETLINK, AF_PACKET,
	    AF_BLUETOOTH, AF_VSOCK, AF_ALG, AF_INET, AF_INET6, AF_UNIX};
	union {
		struct sockaddr sa;
		struct sockaddr_un un;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_storage all;
	} u = {0};
	uint16_t port = one_in(d, 4) ? (uint16_t)below(d, 3) : world.port;
	size_t len;

	switch (below(d, 5)) {
	case 0:
	case 1: len = unix_address(d, &u.un); break;
	case 2:
		u.in.sin_family = AF_INET;
		u.in.sin_port = htons(port);
		u.in.sin_addr.s_addr =
		    htonl(one_in(d, 6) ? INADDR_ANY : INADDR_LOOPBACK);
		len = sizeof(u.in);
		break;
	case 3:
		u.in6.sin6_family = AF_INET6;
		u.in6.sin6_port = htons(port);
		if (one_in(d, 2))
			inet_pton(AF_INET6, "::ffff:127.0.0.1",
			    &u.in6.sin6_addr);
		else
			u.in6.sin6_addr = in6addr_loopback;
		len = sizeof(u.in6);
		break;
	default:
		u.sa.sa_family = PICK(d, families);
		len = below(d, sizeof(u) + 1);
	}
	if (len > sizeof(u))
		len = sizeof(u);
	*ret_len = one_in(d, 8) ? any_length(d) : len;
	return put(p, d, &u, len);
}

uint64_t
make_iovec(struct pages *p, struct dice *d, unsigned count)
{
	struct iovec iov[16];

	if (count > 16)
		count = 16;
	for (unsigned i = 0; i < count; i++) {
		iov[i].iov_base = (void *)(uintptr_t)pages_address(p, d);
		iov[i].iov_len = one_in(d, 4) ? any_length(d) : below(d, 64);
	}
	return put(p, d, iov, count * sizeof(iov[0]));
}

static uint64_t
make_control(struct pages *p, struct dice *d, uint64_t *ret_len)
{
	union {
		struct cmsghdr head;
		unsigned char bytes[256];
	} u = {0};
	int fds[4];
	size_t n = 1 + below(d, 4);

	for (size_t i = 0; i < 4; i++)
		fds[i] = any_fd(d);
	u.head.cmsg_level = one_in(d, 4) ? (int)below(d, 300) : SOL_SOCKET;
	u.head.cmsg_type = one_in(d, 4) ? (int)below(d, 64) : SCM_RIGHTS;
	u.head.cmsg_len =
	    one_in(d, 4) ? any_length(d) : CMSG_LEN(n * sizeof(int));
	memcpy(CMSG_DATA(&u.head), fds, sizeof(fds));
	*ret_len = one_in(d, 4) ? any_length(d) : CMSG_SPACE(n * sizeof(int));
	return put(p, d, &u, sizeof(u));
}

uint64_t
make_msghdr(struct pages *p, struct dice *d, unsigned count)
{
	struct mmsghdr m[4] = {0};

	if (count > 4)
		count = 4;
	for (unsigned i = 0; i < count; i++) {
		struct msghdr *h = &m[i].msg_hdr;
		unsigned parts = (unsigned)below(d, 4);
		uint64_t len;

		h->msg_iov = (void *)(uintptr_t)make_iovec(p, d, parts);
		h->msg_iovlen = one_in(d, 12) ? any_length(d) : parts;
		if (one_in(d, 2)) {
			h->msg_name =
			    (void *)(uintptr_t)make_sockaddr(p, d, &len);
			h->msg_namelen = (socklen_t)len;
		}
		if (one_in(d, 3)) {
			h->msg_control =
			    (void *)(uintptr_t)make_control(p, d, &len);
			h->msg_controllen = len;
		}
	}
	return put(p, d, m, count * sizeof(m[0]));
}

uint64_t
make_open_how(struct pages *p, struct dice *d, uint64_t *ret_len)
{
	struct {
		struct open_how how;
		uint64_t more;
	} h = {0};

	h.how.flags = open_flags(d);
	h.how.mode = one_in(d, 2) ? 0 : below(d, 010000);
	h.how.resolve = one_in(d, 2) ? 0 : below(d, 64);
	h.more = one_in(d, 8);
	*ret_len = one_in(d, 4) ? below(d, 40) : sizeof(h.how);
	return put(p, d, &h, sizeof(h));
}

uint64_t
make_clone_args(struct pages *p, struct dice *d, uint64_t *ret_len)
{
	struct clone_args a = {0};

	a.flags = clone_flags(d) & ~(uint64_t)0xff;
	a.exit_signal = below(d, 65);
	a.stack = (uintptr_t)p->victim;
	a.stack_size = VICTIM;
	*ret_len = one_in(d, 4) ? below(d, 128) : sizeof(a);
	return put(p, d, &a, sizeof(a));
}

/* An argument vector. */
uint64_t
make_strings(struct pages *p, struct dice *d)
{
	uint64_t at[6] = {0};

	for (size_t i = 0; i < below(d, 6); i++)
		at[i] = name_any(p, d);
	return put(p, d, at, sizeof(at));
}

uint64_t
make_time(struct pages *p, struct dice *d)
{
	struct timespec t[2];

	for (int i = 0; i < 2; i++) {
		t[i].tv_sec = one_in(d, 6) ? (time_t)dice_next(d) : 0;
		t[i].tv_nsec = one_in(d, 6) ? (long)any_number(d)
					    : (long)below(d, 1000000);
	}
	return put(p, d, t, sizeof(t));
}
