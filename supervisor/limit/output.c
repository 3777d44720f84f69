/* The supervisor's side of a limit on output. */
#include "limit/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/orphan.h"
#include "limit/pump.h"

/* How long we wait for it to see that nobody waits. */
#define HURRY_MS 2000

/* Is the descriptor one that the job gets? */
static bool
is_given(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	return flags >= 0 && (flags & FD_CLOEXEC) == 0;
}

static bool
is_same(int one, int other)
{
	struct stat a, b;

	return fstat(one, &a) == 0 && fstat(other, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* One pipe; its ends into *ret_read and o->job[i]. */
static int
make_pipe(struct output *o, int i, int *ret_read)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -errno;
	*ret_read = ends[0];
	o->job[i] = ends[1];
	return 0;
}

static int
make_pipes(struct output *o, const int to[2], int from[2])
{
	int sink[2];
	bool given[2];
	int err = 0;

	for (int i = 0; i < 2; i++) {
		sink[i] = to[i] >= 0 ? to[i] : STDOUT_FILENO + i;
		given[i] = to[i] >= 0 || is_given(sink[i]);
	}
	for (int i = 0; i < 2 && err == 0; i++) {
		if (!given[i])
			continue;
		if (i == 1 && given[0] && is_same(sink[0], sink[1])) {
			o->job[1] = fcntl(o->job[0], F_DUPFD_CLOEXEC, 3);
			err = o->job[1] < 0 ? -errno : 0;
		} else {
			err = make_pipe(o, i, &from[i]);
		}
	}
	return err;
}

/* Waits until the pump is one, or has ended. */
static int
wait_ready(const struct output *o)
{
	char byte;
	ssize_t n;
	int err;

	do
		n = read(o->life, &byte, 1);
	while (n < 0 && errno == EINTR);
	if (n == 1)
		return 0;
	err = n < 0 ? errno : atomic_load(&o->tally->err);
	return err != 0 ? -err : -ECHILD;
}

int
output_open(struct output *o, uint64_t most, const int to[2])
{
	cleanup_fd int out = -1, err_out = -1, theirs = -1;
	int from[2] = {-1, -1}, pair[2];
	int err;

	if (most == 0)
		return 0;
	o->tally = mmap(NULL, sizeof(*o->tally), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (o->tally == MAP_FAILED) {
		o->tally = NULL;
		return -errno;
	}
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return -errno;
	o->life = pair[0];
	theirs = pair[1];
	err = make_pipes(o, to, from);
	if (err == 0)
		err = orphan_start(output_pump_run,
		    &(struct output_pump){
			.from = {from[0], from[1]},
			.to = {to[0],   to[1]  },
			.life = theirs,
			.most = most,
			.tally = o->tally
                });
	out = from[0];
	err_out = from[1];
	fd_close(&theirs);
	return err == 0 ? wait_ready(o) : err;
}

void
output_started(struct output *o)
{
	fd_close(&o->job[0]);
	fd_close(&o->job[1]);
}

bool
output_is_over(const struct output *o)
{
	return o->tally != NULL && atomic_load(&o->tally->over);
}

/* Waits for the pump's end.  Returns 0, -EINTR or -ETIME. */
static int
wait_end(const struct output *o, int timeout_ms)
{
	struct pollfd p = {.fd = o->life, .events = POLLIN};
	int n = poll(&p, 1, timeout_ms);

	return n < 0 ? -errno : n == 0 ? -ETIME : 0;
}

int
output_end(struct output *o, int patience_ms)
{
	int err = 0;

	if (o->life < 0)
		return 0;
	output_started(o);
	/* A byte asks for what there is; the end of the stream, for haste. */
	if (TEMP_FAILURE_RETRY(send(o->life, "e", 1, MSG_NOSIGNAL)) == 1)
		err = wait_end(o, patience_ms);
	if (err != 0) {
		(void)shutdown(o->life, SHUT_WR);
		while (wait_end(o, HURRY_MS) == -EINTR)
			;
	}
	if (err == 0)
		err = -atomic_load(&o->tally->err);
	/* It was killed, and what it had is lost. */
	if (err == 0 && !atomic_load(&o->tally->done))
		err = -EPIPE;
	fd_close(&o->life);
	return err;
}

void
output_done(struct output *o)
{
	output_started(o);
	fd_close(&o->life);
	if (o->tally != NULL)
		munmap(o->tally, sizeof(*o->tally));
	o->tally = NULL;
}
