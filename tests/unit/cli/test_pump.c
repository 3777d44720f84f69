/* The pump: all that was written arrives, whoever still holds its pipe. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "pump.h"

#define MUCH 1000000u

/* Notes how often it was called for the end, and doubles each byte. */
static void
twice(void *ctx, struct str *out, const char *bytes, size_t len)
{
	int *ends = ctx;

	if (len == 0) {
		(*ends)++;
		str_add(out, "end");
	}
	for (size_t i = 0; i < len; i++) {
		str_add_char(out, bytes[i]);
		str_add_char(out, bytes[i]);
	}
}

/* A file that is gone when it is closed. */
static int
scratch(void)
{
	FILE *f = tmpfile();
	int fd;

	cr_assert_not_null(f);
	fd = dup(fileno(f));
	fclose(f);
	return fd;
}

static void
put_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		cr_assert_gt(n, 0);
		bytes += n;
		len -= (size_t)n;
	}
}

Test(pump, what_is_edited_arrives_and_the_end_is_told_once, .timeout = 20)
{
	cleanup_fd int to = scratch(), in = -1;
	struct pump p = PUMP_NONE;
	char got[32] = "";
	int ends = 0;

	cr_assert_eq(pump_open(&p, to, twice, &ends), 0);
	in = dup(p.in);
	cr_assert_eq(pump_start(&p), 0);
	cr_expect_eq(p.in, -1);
	put_all(in, "abc", 3);
	/* `in` is still open, as by somebody outside of the job. */
	cr_expect_eq(pump_finish(&p), 0);
	cr_expect_eq(pump_finish(&p), 0);
	cr_expect_eq(ends, 1);
	cr_expect_eq(pread(to, got, sizeof(got) - 1, 0), 9);
	cr_expect_str_eq(got, "aabbccend");
}

Test(pump, nothing_is_lost_of_much, .timeout = 20)
{
	static char sent[MUCH], got[MUCH + 1];
	cleanup_fd int to = scratch(), in = -1;
	struct pump p = PUMP_NONE;

	for (size_t i = 0; i < MUCH; i++)
		sent[i] = (char)(i * 7 + i / 251);
	cr_assert_eq(pump_open(&p, to, NULL, NULL), 0);
	in = dup(p.in);
	cr_assert_eq(pump_start(&p), 0);
	put_all(in, sent, MUCH);
	fd_close(&in);
	cr_expect_eq(pump_finish(&p), 0);
	cr_expect_eq(pread(to, got, sizeof(got), 0), (ssize_t)MUCH);
	cr_expect_arr_eq(got, sent, MUCH);
}

/* A reader at the other end of a non-blocking pipe, which takes its time. */
Test(pump, a_full_non_blocking_end_is_waited_for, .timeout = 20)
{
	static char sent[MUCH], got[MUCH];
	cleanup_fd int from = -1, to = -1, in = -1;
	struct pump p = PUMP_NONE;
	size_t had = 0;
	int ends[2];
	pid_t writer;

	cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
	from = ends[0];
	to = ends[1];
	cr_assert_eq(fcntl(to, F_SETFL, O_NONBLOCK), 0);
	cr_assert_eq(pump_open(&p, to, NULL, NULL), 0);
	in = dup(p.in);
	writer = fork();
	if (writer == 0) {
		put_all(in, sent, MUCH);
		_exit(0);
	}
	cr_assert_eq(pump_start(&p), 0);
	fd_close(&in);
	while (had < MUCH) {
		ssize_t n = read(from, got, MUCH - had);

		cr_assert_gt(n, 0);
		had += (size_t)n;
	}
	cr_expect_eq(pump_finish(&p), 0);
}

Test(pump, what_cannot_be_written_is_told_to_both_sides, .timeout = 20)
{
	cleanup_fd int to = open("/dev/full", O_WRONLY | O_CLOEXEC), in = -1;
	struct pump p = PUMP_NONE;
	ssize_t n;

	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pump_open(&p, to, NULL, NULL), 0);
	in = dup(p.in);
	cr_assert_eq(pump_start(&p), 0);
	do
		n = write(in, "x", 1);
	while (n == 1);
	cr_expect_eq(errno, EPIPE);
	cr_expect_eq(pump_finish(&p), -ENOSPC);
}

Test(pump, none_is_finished_at_once)
{
	struct pump p = PUMP_NONE;

	cr_expect_eq(pump_finish(&p), 0);
}
