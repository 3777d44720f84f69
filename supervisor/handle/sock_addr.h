/* Addresses that a call sends to or connects to: copied, judged, and turned
 * into what the kernel shall be given. */
#ifndef PTS_HANDLE_SOCK_ADDR_H
#define PTS_HANDLE_SOCK_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "call/call.h"

/* A copy of an address.  len 0: none. */
struct sock_addr {
	struct sockaddr_storage sa;
	size_t len; /* bytes used of sa */
};

/* What a descriptor of the job is. */
struct sock_kind {
	enum net_proto proto;
	int family;  /* AF_INET, AF_INET6, AF_UNIX, or AF_UNSPEC: another */
	ino_t inode; /* of the socket */
};

enum reach {
	REACH_CONNECT, /* AF_UNSPEC dissolves a connection */
	REACH_SEND,    /* AF_UNSPEC is read as the socket's own family */
};

/* Copies an address of len bytes.  False answers EINVAL for a length that no
 * address has, or EFAULT. */
bool sock_copy(struct call *c, uint64_t addr, int64_t len,
    struct sock_addr *ret);

/* Asks the kernel what descriptor fd of the task is.  False answers EBADF or
 * ENOTSOCK. */
bool sock_kind(struct call *c, int fd, struct sock_kind *ret);

/* Asks the rules about one access to *to; false answers what they say. */
bool sock_may(struct call *c, enum access one, const struct net_object *to,
    struct answer *ret);

/* Judges whether socket fd may reach *a, and makes *a what the kernel shall be
 * given instead: where a rule redirects it, or for a unix path a name that
 * leads to the socket that was judged.  a->len becomes 0 where the kernel would
 * not look at the address.  Uses place 0. */
bool sock_may_reach(struct call *c, int fd, enum reach how,
    struct sock_addr *a);

/* Makes *a, a unix path whose folder is held by *p, a name by which the kernel
 * comes to that folder, as it knows no namespace.  False answers. */
bool sock_host_name(struct call *c, const struct place *p, struct sock_addr *a);

/* Pins *a and points the arguments to it. */
struct verdict sock_pin(struct call *c, const struct sock_addr *a, int addr_arg,
    int len_arg);

#endif /* PTS_HANDLE_SOCK_ADDR_H */
