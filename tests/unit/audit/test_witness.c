/* What was expected, against what was done. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/witness.h"
#include "base/access.h"
#include "expect.h"

static struct rules *rules;

/* A witness of what this text expects. */
static struct witness *
witness_of(const char *text)
{
	char name[] = "/tmp/pts-witness-XXXXXX";
	int fd = mkstemp(name);
	struct faults f = {0};
	struct witness *w;
	char all[1000];

	cr_assert(fd >= 0);
	snprintf(all, sizeof(all), "version: 1\nexpect:\n  %s\n", text);
	cr_assert_eq(write(fd, all, strlen(all)), (ssize_t)strlen(all));
	close(fd);
	rules = rules_new();
	cr_assert_eq(rules_add_expect(rules, name, &f), 0, "%s", f.lines[0]);
	unlink(name);
	cr_assert_eq(witness_new(rules, &w), 0);
	return w;
}

static void
end(struct witness *w)
{
	witness_free(w);
	rules_free(rules);
}

static void
does(struct witness *w, unsigned access, const char *path)
{
	witness_deed(w,
	    &(struct deed){.t_ns = 1500000000,
		.pid = 12,
		.program = "/usr/bin/tool",
		.call = "openat",
		.path = path,
		.access = access});
}

/* How many of the expectations fail after these reads, written "/a /b". */
static size_t
fail_after(const char *text, const char *reads)
{
	struct witness *w = witness_of(text);
	char all[300];
	size_t failed;

	snprintf(all, sizeof(all), "%s", reads);
	for (char *p = strtok(all, " "); p != NULL; p = strtok(NULL, " "))
		does(w, ACC_READ, p);
	failed = witness_end(w, 0);
	end(w);
	return failed;
}

Test(witness, has_nothing_to_do_without_expectations)
{
	struct witness *w;

	rules = rules_new();
	cr_assert_eq(witness_new(rules, &w), 0);
	cr_expect_null(w);
	end(w);
}

Test(witness, some_must_happen_each)
{
	cr_expect_eq(fail_after("reads: [/a, /b]", ""), 2);
	cr_expect_eq(fail_after("reads: [/a, /b]", "/c /b/x"), 1);
	cr_expect_eq(fail_after("reads: [/a, /b]", "/a /b"), 0);
	cr_expect_eq(fail_after("writes: [/a]", "/a"), 1);
}

Test(witness, some_must_not)
{
	cr_expect_eq(fail_after("reads: {not: [/a, /b]}", ""), 0);
	cr_expect_eq(fail_after("reads: {not: [/a, /b]}", "/ab /c"), 0);
	cr_expect_eq(fail_after("reads: {not: [/a, /b]}", "/a/x /a"), 1);
	cr_expect_eq(fail_after("writes: {not: [/a]}", "/a"), 0);
}

Test(witness, nothing_else_may)
{
	cr_expect_eq(fail_after("reads: {only: [/a, /b]}", "/a/x /b"), 0);
	cr_expect_eq(fail_after("reads: {only: [/a, /b]}", "/a /c"), 1);
	cr_expect_eq(fail_after("reads: none", ""), 0);
	cr_expect_eq(fail_after("reads: none", "/a"), 1);
	cr_expect_eq(fail_after("writes: none", "/a"), 0);
}

Test(witness, counts_what_is_opened)
{
	cr_expect_eq(fail_after("opens-at-most: {2: /a}", "/a/1 /b /a/2"), 0);
	cr_expect_eq(fail_after("opens-at-most: {2: /a}", "/a /a /a"), 1);
	cr_expect_eq(fail_after("opens-at-most: {2: [/a, /b]}", "/a /b /b"), 1);
	cr_expect_eq(fail_after("opens-at-most: {0: /a}", ""), 0);
}

Test(witness, what_was_denied_or_failed_did_not_happen)
{
	struct witness *w =
	    witness_of("reads: [/a]\n  denied: {not: [/a, /b]}");

	witness_deed(w,
	    &(struct deed){.path = "/a", .access = ACC_READ, .denied = true});
	witness_deed(w,
	    &(struct deed){.path = "/a", .access = ACC_READ, .failed = true});
	cr_expect_eq(witness_end(w, 0), 2);
	end(w);
	/* Looking whether a name is there is what searches do. */
	w = witness_of("denied: none");
	witness_deed(w,
	    &(struct deed){.path = "/a", .access = ACC_STAT, .denied = true});
	cr_expect_eq(witness_end(w, 0), 0);
	end(w);
}

Test(witness, statuses_and_processes)
{
	struct witness *w = witness_of("status: [0, 3]\n  max-processes: 2");

	cr_expect_eq(witness_end(w, 3), 0);
	cr_expect_eq(witness_end(w, 1), 1);
	for (int i = 0; i < 3; i++)
		witness_process(w, 0, 10 + i, "/bin/sh");
	cr_expect_eq(witness_end(w, 0), 1);
	end(w);
}

static char *told;

static void
tell(const char *line)
{
	told = strdup(line);
}

Test(witness, tells_the_first_deed_as_evidence)
{
	struct witness *w = witness_of("reads: {not: [/a]}");

	does(w, ACC_READ, "/a/\x1b");
	does(w, ACC_READ, "/a/2");
	cr_assert_eq(witness_end(w, 0), 1);
	witness_failures(w, tell);
	cr_assert_not_null(told);
	cr_expect(strstr(told,
		      ":3:17: failed: reads not /a: it happened 2 times; first "
		      "at 1.500000 s, pid 12 tool: openat /a/\\x1b") != NULL,
	    "%s", told);
	free(told);
	end(w);
}

Test(witness, reports_are_well_formed_whatever_the_names)
{
	struct witness *w = witness_of("reads: {not: ['/<&\">'], some: /no}");
	struct str text = {0};
	json_t *o;

	does(w, ACC_READ, "/<&\">/\x01\xff\xef\xbf\xbf]]>");
	witness_end(w, 0);
	witness_report(w, FORM_JUNIT, &text);
	cr_expect(
	    strstr(str_text(&text),
		"openat /&lt;&amp;&quot;&gt;/\\x01\\xff\xef\xbf\xbd]]&gt;<") !=
		NULL,
	    "%s", str_text(&text));
	cr_expect(strstr(str_text(&text), "tests=\"2\" failures=\"2\""));
	str_clear(&text);
	witness_report(w, FORM_TEXT, &text);
	cr_expect(strstr(str_text(&text), "\n0 of 2 expectations passed\n"));
	str_clear(&text);
	witness_report(w, FORM_JSON, &text);
	cr_expect(
	    strstr(str_text(&text), "\"path\":\"/<&\\\">/\\u0001\\udcff"));
	str_done(&text);
	end(w);
	w = witness_of("reads: {not: [/a]}");
	does(w, ACC_READ, "/a");
	witness_end(w, 7);
	witness_report(w, FORM_JSON, &text);
	o = json_loads(str_text(&text), 0, NULL);
	cr_assert_not_null(o);
	cr_expect_eq(json_integer_value(json_object_get(o, "status")), 7);
	cr_expect_eq(json_integer_value(json_object_get(o, "failed")), 1);
	json_decref(o);
	str_done(&text);
	end(w);
}

Test(witness, the_suffix_says_the_form)
{
	cr_expect_eq(witness_form_of("a.json"), FORM_JSON);
	cr_expect_eq(witness_form_of("a.b/c.xml"), FORM_JUNIT);
	cr_expect_eq(witness_form_of("report"), FORM_TEXT);
	cr_expect_eq(witness_form_of("/dev/fd/3"), FORM_TEXT);
}
