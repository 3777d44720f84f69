/* The socket by which a running job's rules are looked at and changed.
 *
 * Its name is abstract (unix(7)): no link or mount leads to it, so that it can
 * be told by its bytes alone.  No job may connect to a name of this kind, of
 * whichever supervisor, nor take one: handle/ sees to that. */
#ifndef PTS_CTL_NAME_H
#define PTS_CTL_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

#define CTL_PREFIX "ptsandbox-ctl/"

/* What one request may hold, and one packet of an answer; bytes. */
#define CTL_REQUEST 65536
#define CTL_PACKET  16384

/* The first byte of an answer. */
#define CTL_DONE   '+'
#define CTL_FAILED '-'

/* Is this the name of a supervisor's socket? */
static inline bool
ctl_is_name(const char *name, size_t len)
{
	return len >= sizeof(CTL_PREFIX) - 1 &&
	    memcmp(name, CTL_PREFIX, sizeof(CTL_PREFIX) - 1) == 0;
}

/* The address for the supervisor `pid`; returns its length. */
static inline socklen_t
ctl_address(pid_t pid, struct sockaddr_un *ret)
{
	size_t room = sizeof(ret->sun_path) - 1;

	memset(ret, 0, sizeof(*ret));
	ret->sun_family = AF_UNIX;
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
	    (size_t)snprintf(ret->sun_path + 1, room, CTL_PREFIX "%d",
		(int)pid));
}

#endif /* PTS_CTL_NAME_H */
