/* The record as a whole: what reaches the file, and that nothing is lost
 * without a word. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/out.h"
#include "audit/summary.h"

static const struct call_def row = {.name = "openat",
    .class = C_FILE,
    .why = "w"};

static struct event
event_of(bool denied)
{
	return (struct event){
	    .def = &row,
	    .pid = 1,
	    .tid = 1,
	    .program = "/p",
	    .denied = denied,
	    .objects = 1,
	    .object = {{.access = ACC_READ, .path = "/x", .denied = denied}},
	};
}

/* Lines of a run that met one allowed and one denied call. */
static int
lines_with(enum audit_log log)
{
	char path[] = "/tmp/pts-unit-XXXXXX", line[4096];
	int fd = mkstemp(path), lines = 0;
	struct audit *a;
	struct audit_options o = {.file = path, .log = log, .quiet = true};
	struct event yes = event_of(false), no = event_of(true);
	struct verdict pass = v_pass(), refuse = v_refuse(EACCES);
	FILE *f;

	cr_assert(fd >= 0);
	close(fd);
	cr_assert_eq(audit_open(&o, &a), 0);
	cr_assert_eq(audit_process(a, LIFE_START, 1, 0, "/p", 0), 0);
	cr_assert_eq(audit_call(a, &yes, &pass), 0);
	cr_assert_eq(audit_call(a, &no, &refuse), 0);
	cr_assert_eq(audit_end(a, 0), 0);
	audit_free(a);
	f = fopen(path, "r");
	while (fgets(line, sizeof(line), f) != NULL)
		lines++;
	fclose(f);
	unlink(path);
	return lines;
}

Test(record, holds_the_calls_that_the_rules_ask_for)
{
	cr_expect_eq(lines_with(AUDIT_ALL), 5);
	cr_expect_eq(lines_with(AUDIT_DENIED), 4);
	cr_expect_eq(lines_with(AUDIT_NONE), 3);
}

Test(record, full_disk_is_told_before_the_job_starts)
{
	struct audit_options o = {.file = "/dev/full"};
	struct audit *a = NULL;

	cr_assert_eq(audit_open(&o, &a), -ENOSPC);
	cr_assert_null(a);
	o.file = "/nonexistent/x";
	cr_assert_eq(audit_open(&o, &a), -ENOENT);
}

Test(record, full_disk_later_is_told_and_stays_told)
{
	struct out out;
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	cr_assert_eq(out_open(&out, "/dev/null", 0), 0);
	cr_assert(dup2(full, out.fd) >= 0);
	close(full);
	str_add(&out.block, "line\n");
	cr_expect_eq(out_step(&out, 10), 0); /* neither full nor old */
	cr_expect_eq(out_step(&out, 2000000000), -ENOSPC);
	cr_expect_eq(out_step(&out, 2000000001), -ENOSPC);
	cr_expect_eq(out_flush(&out, 2000000002), -ENOSPC);
	out_done(&out);
	out_done(&out);
}

Test(record, lost_line_is_an_error)
{
	struct out out;

	cr_assert_eq(out_open(&out, "/dev/null", 0), 0);
	out.block.failed = true;
	cr_expect_eq(out_step(&out, 1), -ENOMEM);
	out_done(&out);
}

Test(summary, folds_the_system_and_lists_denials_with_their_rule)
{
	struct summary s = {0};
	struct denials d = {0};
	struct str text = {0};
	struct event e = event_of(false);

	str_add(&s.command, "python3 fold.py");
	for (int i = 0; i < 3; i++) {
		char path[32];

		snprintf(path, sizeof(path), "/usr/lib/m%d.py", i);
		e.object[0].path = path;
		summary_note(&s, &e);
	}
	e.object[0].path = "/job/data";
	summary_note(&s, &e);
	e = event_of(true);
	e.object[0].file = "fold.yaml";
	e.object[0].line = 9;
	summary_note(&s, &e);
	denials_note(&d, &e, &e.object[0], EACCES);
	summary_text(&text, &s, &d, 1500000000, 0, NULL);
	cr_expect_str_eq(str_text(&text),
	    "ptsandbox: summary\n"
	    "  command     python3 fold.py\n"
	    "  ended       exit status 0 after 1.50 s\n"
	    "  mediated    5 calls of 0 processes\n"
	    "  read        /job/data\n"
	    "              /usr/lib/ (3 files)\n"
	    "  denied      read /x                                              "
	    "  fold.yaml:9\n");
	str_done(&text);
	denials_done(&d);
	summary_done(&s);
}
