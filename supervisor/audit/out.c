/* The audit file: blocks on their way to it, and nothing lost silently. */
#include "audit/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fd.h"

#define BLOCK_SIZE 65536u
#define STALE_NS   1000000000u

/* A descriptor that we were given, by the name that it has here, is used as it
 * is: opening it again may need rights that whoever gave it has, and we do not.
 * Returns it, or -1. */
static int
given(const char *path)
{
	int fd, end = 0;

	if (sscanf(path, "/dev/fd/%9d%n", &fd, &end) != 1 || path[end] != '\0')
		return -1;
	return fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

int
out_open(struct out *o, const char *path, uint64_t now_ns)
{
	*o = (struct out){.fd = -1, .flushed_ns = now_ns};
	o->fd = given(path);
	if (o->fd >= 0)
		return 0;
	/* 0600: the names that a job touches are nobody else's business. */
	o->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY,
	    0600);
	return o->fd < 0 ? -errno : 0;
}

int
out_flush(struct out *o, uint64_t now_ns)
{
	if (o->fd < 0)
		return o->failed;
	if (o->block.failed && o->failed == 0)
		o->failed = -ENOMEM;
	if (o->failed == 0)
		o->failed = fd_write(o->fd, str_text(&o->block), o->block.len);
	str_clear(&o->block);
	o->flushed_ns = now_ns;
	return o->failed;
}

int
out_step(struct out *o, uint64_t now_ns)
{
	if (o->block.failed || o->block.len >= BLOCK_SIZE ||
	    now_ns - o->flushed_ns > STALE_NS)
		return out_flush(o, now_ns);
	return o->failed;
}

void
out_done(struct out *o)
{
	fd_close(&o->fd);
	str_done(&o->block);
}
