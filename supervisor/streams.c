/* The descriptors that a job starts with. */
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/fd.h"

void
streams_init(struct streams *s)
{
	*s = (struct streams){
	    .file = {-1, -1, -1},
	    .standard = {-1, -1, -1}
        };
	for (size_t i = 0; i < 2; i++)
		s->pump[i] = (struct pump)PUMP_NONE;
}

void
streams_check_kept(const struct opts *o, struct faults *f)
{
	for (size_t i = 0; i < o->kept_count; i++) {
		int flags = fcntl(o->kept[i], F_GETFD);

		if (flags < 0 || (flags & FD_CLOEXEC) != 0)
			fault_add(f, NULL, 0, 0,
			    "--keep-fd %d: that descriptor is not open; open "
			    "it in the shell, as in %d< file",
			    o->kept[i], o->kept[i]);
	}
}

static bool
same_object(int a, int b)
{
	struct stat of_a, of_b;

	return fstat(a, &of_a) == 0 && fstat(b, &of_b) == 0 &&
	    of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

static int
open_files(struct streams *s, const struct opts *o, struct str *why)
{
	static const char *const names[] = {"--stdin", "--stdout", "--stderr"};
	int flags = O_CLOEXEC | O_NOCTTY;

	for (int i = 0; i < 3; i++) {
		if (o->stream[i] == NULL)
			continue;
		s->file[i] = open(o->stream[i],
		    i == 0 ? O_RDONLY | flags
			   : O_WRONLY | O_CREAT | O_TRUNC | flags,
		    0666);
		if (s->file[i] < 0) {
			str_addf(why, "%s ", names[i]);
			str_add_shown(why, o->stream[i], strlen(o->stream[i]));
			str_addf(why, ": %s: nothing was run", strerror(errno));
			return -1;
		}
		s->standard[i] = s->file[i];
	}
	/* Of one file for both, each goes on where the other stands. */
	if (s->file[1] >= 0 && s->file[2] >= 0 &&
	    same_object(s->file[1], s->file[2]))
		s->standard[2] = s->file[1];
	return 0;
}

/* Where this stream of the job's would lead, or -1: it is closed. */
static int
target(const struct streams *s, int i)
{
	int flags;

	if (s->standard[i] >= 0)
		return s->standard[i];
	/* One that was closed, and filled by us, is closed for the job. */
	flags = fcntl(i, F_GETFD);
	return flags < 0 || (flags & FD_CLOEXEC) != 0 ? -1 : i;
}

/* Opens a terminal that we have, for reading.  Returns it, or -1. */
static int
open_terminal(int have)
{
	int flags = O_RDONLY | O_NOCTTY | O_CLOEXEC, fd;
	char name[32];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", have);
	fd = open(name, flags);
	/* Behind su(1) or --user it is somebody else's; as our controlling
	 * terminal it is everybody's by another name (tty(4)). */
	if (fd < 0 && errno == EACCES && tcgetsid(have) == getsid(0))
		fd = open("/dev/tty", flags);
	return fd;
}

/* A terminal is given to be read only: the descriptor that a shell hands over
 * could be written as well. */
static int
guard_input(struct streams *s, struct str *why)
{
	int from = target(s, 0), fd;

	if (from < 0 || isatty(from) == 0)
		return 0;
	fd = open_terminal(from);
	if (fd < 0) {
		str_addf(why,
		    "--safe-output: the terminal cannot be opened for reading "
		    "only: %s; give the job another input with --stdin",
		    strerror(errno));
		return -1;
	}
	fd_close(&s->file[0]);
	s->file[0] = fd;
	s->standard[0] = fd;
	return 0;
}

static void
make_plain(void *ctx, struct str *out, const char *bytes, size_t len)
{
	if (len > 0)
		plain_add(ctx, out, bytes, len);
	else
		plain_end(ctx, out);
}

/* One pump for both streams where both lead to one place, so that what is
 * written stays in its order. */
static int
guard_output(struct streams *s)
{
	int to[3] = {-1, target(s, 1), target(s, 2)};

	for (int i = 1; i < 3; i++) {
		unsigned n = s->pumps;
		int err;

		if (to[i] < 0)
			continue;
		if (i == 2 && to[1] >= 0 && same_object(to[1], to[2])) {
			s->standard[2] = s->standard[1];
			continue;
		}
		s->pumps++;
		err = pump_open(&s->pump[n], to[i], make_plain, &s->plain[n]);
		if (err != 0)
			return err;
		s->standard[i] = s->pump[n].in;
	}
	return 0;
}

int
streams_open(struct streams *s, const struct opts *o, struct str *why)
{
	int err;

	if (open_files(s, o, why) != 0)
		return -1;
	if (!o->safe_output)
		return 0;
	if (guard_input(s, why) != 0)
		return -1;
	err = guard_output(s);
	if (err != 0)
		str_addf(why, "cannot make a pipe for the job's output: %s",
		    strerror(-err));
	return err != 0 ? -1 : 0;
}

int
streams_start(struct streams *s)
{
	int err = 0;

	for (unsigned i = 0; i < s->pumps && err == 0; i++)
		err = pump_start(&s->pump[i]);
	return err;
}

int
streams_finish(struct streams *s)
{
	int err = 0;

	for (unsigned i = 0; i < s->pumps; i++) {
		int failed = pump_finish(&s->pump[i]);

		if (err == 0 && failed != -EPIPE)
			err = failed;
	}
	return err;
}

void
streams_done(struct streams *s)
{
	(void)streams_finish(s);
	for (int i = 0; i < 3; i++)
		fd_close(&s->file[i]);
}
