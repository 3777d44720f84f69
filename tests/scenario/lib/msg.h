/* A message header for the calls that send one. */
#ifndef PTS_SCENARIO_MSG_H
#define PTS_SCENARIO_MSG_H

#include "lib/sock.h"

/* One message of two parts, to a (NULL: on the connection), carrying a
 * descriptor when fd is not negative. */
struct message {
	struct msghdr head;
	struct iovec part[2];
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
};

static inline void
message(struct message *m, struct address *a, int fd)
{
	static char text[] = "text";

	memset(m, 0, sizeof(*m));
	m->part[0] = (struct iovec){text, 2};
	m->part[1] = (struct iovec){text + 2, 2};
	m->head.msg_iov = m->part;
	m->head.msg_iovlen = 2;
	if (a != NULL) {
		m->head.msg_name = &a->sa;
		m->head.msg_namelen = a->len;
	}
	if (fd < 0)
		return;
	m->head.msg_control = &m->control;
	m->head.msg_controllen = sizeof(m->control);
	m->control.head.cmsg_level = SOL_SOCKET;
	m->control.head.cmsg_type = SCM_RIGHTS;
	m->control.head.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&m->control.head), &fd, sizeof(fd));
}

#endif /* PTS_SCENARIO_MSG_H */
