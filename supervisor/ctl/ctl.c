/* The socket of --ctl.  Whoever is at the other end may be slow, silent or
 * hostile: a request is one packet of bounded size, nothing is waited for, and
 * who takes too long is dropped. */
#include "ctl/ctl.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "ctl/name.h"

/* For a request to come, and for its answer to be taken. */
#define PATIENCE_NS (2 * (uint64_t)1000000000)

static uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

int
ctl_open(struct ctl *c, const struct ctl_view *view)
{
	cleanup_fd int fd =
	    socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct sockaddr_un name;
	socklen_t len = ctl_address(getpid(), &name);

	c->view = *view;
	for (size_t i = 0; i < CTL_CLIENTS; i++)
		c->client[i].fd = -1;
	if (fd < 0 || bind(fd, (const struct sockaddr *)&name, len) != 0 ||
	    listen(fd, CTL_CLIENTS) != 0)
		return -errno;
	c->fd = steal_fd(&fd);
	return 0;
}

static void
drop(struct ctl_client *client)
{
	fd_close(&client->fd);
	str_done(&client->answer);
	client->sent = 0;
}

/* Is the other end of our user, and no process of the job?  The job's calls do
 * not reach us (handle/sock_addr.c): this is the second lock. */
static bool
is_welcome(const struct ctl *c, int fd, pid_t *ret_pid)
{
	struct ucred who;
	socklen_t len = sizeof(who);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) != 0)
		return false;
	*ret_pid = who.pid;
	return (who.uid == geteuid() || who.uid == 0) && who.pid > 0 &&
	    process_find(&c->view.m->tracees, who.pid) == NULL;
}

static void
welcome(const struct ctl *c, struct ctl_client *client)
{
	client->fd = accept4(c->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (client->fd < 0)
		return;
	if (!is_welcome(c, client->fd, &client->pid)) {
		drop(client);
		return;
	}
	client->until_ns = now_ns() + PATIENCE_NS;
}

/* Takes the request, if it is there.  Returns whether rules changed. */
static bool
take_request(const struct ctl *c, struct ctl_client *client)
{
	static char bytes[CTL_REQUEST];
	ssize_t n =
	    recv(client->fd, bytes, sizeof(bytes), MSG_DONTWAIT | MSG_TRUNC);
	bool changed;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0 || (size_t)n > sizeof(bytes)) {
		drop(client);
		return false;
	}
	changed = ctl_request(&c->view, bytes, (size_t)n, client->pid,
	    &client->answer);
	if (client->answer.failed || client->answer.len == 0)
		drop(client);
	client->until_ns = now_ns() + PATIENCE_NS;
	return changed;
}

/* Sends what the other end takes. */
static void
send_answer(struct ctl_client *client)
{
	const struct str *a = &client->answer;

	while (client->sent < a->len) {
		size_t left = a->len - client->sent;
		ssize_t n = send(client->fd, a->buf + client->sent,
		    left < CTL_PACKET ? left : CTL_PACKET,
		    MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n < 0)
			break;
		client->sent += (size_t)n;
	}
	drop(client);
}

bool
ctl_tick(struct ctl *c)
{
	uint64_t now = now_ns();
	bool changed = false;

	if (c->fd < 0)
		return false;
	for (size_t i = 0; i < CTL_CLIENTS; i++) {
		struct ctl_client *client = &c->client[i];

		if (client->fd < 0)
			welcome(c, client);
		if (client->fd >= 0 && client->answer.len == 0)
			changed |= take_request(c, client);
		if (client->fd >= 0 && client->answer.len > 0)
			send_answer(client);
		if (client->fd >= 0 && now > client->until_ns)
			drop(client);
	}
	return changed;
}

void
ctl_done(struct ctl *c)
{
	if (c->fd < 0)
		return;
	for (size_t i = 0; i < CTL_CLIENTS; i++)
		drop(&c->client[i]);
	fd_close(&c->fd);
}
