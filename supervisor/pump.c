/* A pump between a job and where its output belongs. */
#include "pump.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/fd.h"

#define PIECE 65536

/* A descriptor that somebody else made non-blocking is waited for. */
static int
write_whole(int fd, const char *bytes, size_t len)
{
	struct pollfd ready = {.fd = fd, .events = POLLOUT};

	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (n < 0 && errno == EAGAIN) {
			(void)poll(&ready, 1, -1);
		} else if (n == 0 || errno != EINTR) {
			return n == 0 ? EIO : errno;
		}
	}
	return 0;
}

/* Carries one piece; len 0: the end.  False: it cannot be written. */
static bool
carry(struct pump *p, struct str *out, const char *bytes, size_t len)
{
	if (p->edit == NULL) {
		p->err = write_whole(p->to, bytes, len);
		return p->err == 0;
	}
	str_clear(out);
	p->edit(p->ctx, out, bytes, len);
	p->err =
	    out->failed ? ENOMEM : write_whole(p->to, str_text(out), out->len);
	return p->err == 0;
}

/* Carries at most `most` bytes of what is in the pipe.  False: its end, or
 * nothing can be written any more. */
static bool
carry_some(struct pump *p, struct str *out, char *piece, size_t most)
{
	ssize_t n = read(p->from, piece, most < PIECE ? most : PIECE);

	if (n < 0 && errno != EINTR && errno != EAGAIN)
		p->err = errno;
	if (n < 0)
		return p->err == 0;
	return n > 0 && carry(p, out, piece, (size_t)n);
}

/* What is there when the job has ended.  Not what comes later: somebody outside
 * who was given the pipe could go on for ever. */
static void
carry_rest(struct pump *p, struct str *out, char *piece)
{
	int left = 0;

	if (ioctl(p->from, FIONREAD, &left) < 0)
		p->err = errno;
	while (left > 0) {
		ssize_t n =
		    read(p->from, piece, left < PIECE ? (size_t)left : PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			p->err = errno;
		if (n <= 0 || !carry(p, out, piece, (size_t)n))
			return;
		left -= (int)n;
	}
}

static void *
pump(void *arg)
{
	struct pump *p = arg;
	struct pollfd ready[] = {
	    {.fd = p->from, .events = POLLIN},
	    {.fd = p->stop, .events = POLLIN}
        };
	cleanup_str struct str out = {0};
	cleanup_free char *piece = malloc(PIECE);
	bool more = piece != NULL;

	if (!more)
		p->err = ENOMEM;
	while (more) {
		if (poll(ready, 2, -1) < 0)
			continue;
		if (ready[1].revents != 0) {
			carry_rest(p, &out, piece);
			more = false;
		} else if (ready[0].revents != 0) {
			more = carry_some(p, &out, piece, PIECE);
		}
	}
	if (p->err == 0)
		carry(p, &out, piece, 0);
	/* Whoever still writes is told. */
	fd_close(&p->from);
	return NULL;
}

int
pump_open(struct pump *p, int to, pump_edit *edit, void *ctx)
{
	int ends[2];

	*p = (struct pump)PUMP_NONE;
	p->to = to;
	p->edit = edit;
	p->ctx = ctx;
	p->stop = eventfd(0, EFD_CLOEXEC);
	if (p->stop < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	p->from = ends[0];
	p->in = ends[1];
	/* The job may open its own pipe for reading, and be there first:
	 * poll(2) then promised what is gone. */
	return fcntl(p->from, F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

int
pump_start(struct pump *p)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&p->thread, NULL, pump, p);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	p->running = err == 0;
	fd_close(&p->in);
	return -err;
}

int
pump_finish(struct pump *p)
{
	if (p->running) {
		(void)eventfd_write(p->stop, 1);
		pthread_join(p->thread, NULL);
		p->running = false;
	}
	fd_close(&p->in);
	fd_close(&p->from);
	fd_close(&p->stop);
	return -p->err;
}
