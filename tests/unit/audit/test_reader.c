/* Records read back: good ones, cut off ones, and what is none. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/reader.h"

#define FIRST "{\"ptsandbox\":\"0.1.0\",\"format\":1,\"command\":[\"true\"]}\n"

static char name[] = "/tmp/pts-reader-XXXXXX";

static void
write_record(const char *text)
{
	int fd = mkstemp(strcpy(name, "/tmp/pts-reader-XXXXXX"));

	cr_assert(fd >= 0);
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static void
remove_record(struct record *r, struct faults *f)
{
	record_done(r);
	fault_done(f);
	unlink(name);
}

/* The record is refused as it is opened, for the reason. */
static void
refused(const char *text, const char *reason)
{
	struct faults f = {0};
	struct record r;

	write_record(text);
	cr_assert_eq(record_open(&r, name, &f), -1);
	cr_assert_eq(f.count, 1);
	cr_assert(strstr(f.lines[0], reason) != NULL, "%s", f.lines[0]);
	remove_record(&r, &f);
}

Test(reader, reads_each_line_to_the_end)
{
	struct faults f = {0};
	struct record r;
	json_t *line;

	write_record(FIRST "{\"t\":0.5,\"pid\":7,\"event\":\"start\"}\n"
			   "{\"t\":1.5,\"event\":\"end\",\"status\":3}\n");
	cr_assert_eq(record_open(&r, name, &f), 0);
	line = record_next(&r, &f);
	cr_assert_str_eq(record_text(line, "event"), "start");
	cr_assert_eq(record_number(line, "pid", 0), 7);
	cr_assert_null(record_text(line, "pid"));
	cr_assert_eq(record_number(line, "event", -1), -1);
	json_decref(line);
	cr_assert_not(r.ended);
	json_decref(record_next(&r, &f));
	cr_assert(r.ended);
	cr_assert_null(record_next(&r, &f));
	cr_assert_not(fault_any(&f));
	remove_record(&r, &f);
}

Test(reader, a_line_that_is_half_there_is_the_end)
{
	struct faults f = {0};
	struct record r;

	write_record(FIRST "{\"t\":0.5,\"pid\":7,\"ev");
	cr_assert_eq(record_open(&r, name, &f), 0);
	cr_assert_null(record_next(&r, &f));
	cr_assert_not(fault_any(&f));
	cr_assert_not(r.ended);
	remove_record(&r, &f);
}

Test(reader, a_whole_line_that_is_no_object_is_a_fault_with_its_place)
{
	struct faults f = {0};
	struct record r;

	write_record(FIRST "[1]\n");
	cr_assert_eq(record_open(&r, name, &f), 0);
	cr_assert_null(record_next(&r, &f));
	cr_assert_eq(f.count, 1);
	cr_assert(strstr(f.lines[0], ":2: not a line") != NULL, "%s",
	    f.lines[0]);
	remove_record(&r, &f);
}

Test(reader, names_that_are_no_text_come_back_as_bytes)
{
	struct faults f = {0};
	struct record r;
	json_t *line;

	write_record(FIRST "{\"path\":\"/a\\udcff\"}\n");
	cr_assert_eq(record_open(&r, name, &f), 0);
	line = record_next(&r, &f);
	record_restore(line);
	cr_assert_str_eq(record_text(line, "path"), "/a\xff");
	json_decref(line);
	remove_record(&r, &f);
}

Test(reader, a_line_without_an_end_is_not_read_for_ever)
{
	struct faults f = {0};
	struct record r;

	cr_assert_eq(record_open(&r, "/dev/zero", &f), -1);
	cr_assert_eq(f.count, 1);
	cr_assert(strstr(f.lines[0], "8 MiB") != NULL, "%s", f.lines[0]);
	record_done(&r);
	fault_done(&f);
}

Test(reader, refuses_what_is_no_record)
{
	refused("", "empty");
	refused("hello\n", "not a line");
	refused("{\"a\":1}\n", "not a record");
	refused("{\"ptsandbox\":\"9\",\"format\":2}\n", "format");
}

/* The name that stands in a record as this text, as bytes. */
static void
name_is(const char *text, const char *want)
{
	struct faults f = {0};
	struct str got = {0};
	char all[1000];
	struct record r;
	json_t *line;

	snprintf(all, sizeof(all), FIRST "{\"path\":\"%s\"}\n", text);
	write_record(all);
	cr_assert_eq(record_open(&r, name, &f), 0);
	line = record_next(&r, &f);
	cr_assert_not_null(line, "%s", text);
	record_bytes(&got, record_text(line, "path"));
	cr_expect_str_eq(str_text(&got), want, "%s", text);
	str_done(&got);
	json_decref(line);
	remove_record(&r, &f);
}

Test(reader, gives_back_the_bytes_of_names)
{
	name_is("/a\\udcff\\udc80b",
	    "/a\xff\x80"
	    "b");
	name_is("/a\\uDCFf", "/a\xff");
	name_is("/a\\\\udcff", "/a\\udcff");
	name_is("/a\\u001b\\\"", "/a\x1b\"");
	/* A whole pair, and the characters that bytes are dressed as. */
	name_is("/\\ud83d\\ude00", "/\xf0\x9f\x98\x80");
	name_is("/\xf4\x8f\xbf\xbf\xf4\x8f\xbe\x80",
	    "/\xf4\x8f\xbf\xbf\xf4\x8f\xbe\x80");
	name_is("/\xf4\x8f\xbd\xbf", "/\xf4\x8f\xbd\xbf");
	name_is("", "");
}

Test(reader, what_is_written_is_read_back)
{
	struct str line = {0};

	for (int i = 1; i < 256; i++) {
		const char bytes[] = {'/', (char)i, (char)(255 - i), (char)0xf4,
		    (char)0x8f, (char)0xbe, (char)i, '\0'};

		str_clear(&line);
		str_add_json(&line, bytes, strlen(bytes));
		cr_assert(line.len > 2);
		line.buf[line.len - 1] = '\0';
		name_is(line.buf + 1, bytes);
	}
	str_done(&line);
}
