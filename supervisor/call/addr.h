/* Socket addresses that the job gave, normalised for the rules. */
#ifndef PTS_CALL_ADDR_H
#define PTS_CALL_ADDR_H

#include <stddef.h>
#include <sys/socket.h>

#include "base/str.h"
#include "rules.h"

/* Reads an address of len bytes (copied from the job) into *ret: the family
 * from the address itself; ::ffff:a.b.c.d is IPv4; 0.0.0.0 and :: stay what
 * they are.  For a unix path, ret->name points into `sa`, NUL-terminated only
 * if len leaves room: name_len counts.  proto is left to the caller.
 * Returns 0, or -EINVAL as the kernel would for a length that does not fit. */
int addr_parse(const struct sockaddr *sa, size_t len, struct net_object *ret);

/* The word for people and rules: "tcp:127.0.0.1:80", "udp:[::1]:53",
 * "unix:/run/x.sock", "unix:@name", "family:16".  Hostile bytes are left as
 * they are: quote when printing. */
void addr_text(const struct net_object *o, struct str *to);

/* Writes *o as a kernel socket address for a socket of family `family`
 * (AF_INET6 sockets get IPv4 as ::ffff:a.b.c.d).  Returns its length, or 0 when
 * it does not fit. */
size_t addr_unparse(const struct net_object *o, int family,
    struct sockaddr_storage *ret);

#endif /* PTS_CALL_ADDR_H */
