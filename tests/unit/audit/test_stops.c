/* --profile-stops: what is counted, and the form it is told in. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <jansson.h>

#include "audit/stops.h"

/* A call that one rule decided. */
static struct event
event_of(const char *call, const char *file, int line)
{
	struct event e = {.def = catalog_named(call), .objects = 1};

	cr_assert_not_null(e.def);
	e.object[0] = (struct event_object){.file = file, .line = line};
	return e;
}

static json_t *
told(const struct stops *s)
{
	struct str to = {0};
	json_t *all;

	stops_text(s, &to);
	cr_assert_not(to.failed);
	all = json_loads(str_text(&to), 0, NULL);
	cr_assert_not_null(all, "%s", str_text(&to));
	str_done(&to);
	return all;
}

static struct stops *
opened(const char *file)
{
	struct stops *s = NULL;

	cr_assert_eq(stops_open("/dev/null", &s), 0);
	s->file = file;
	return s;
}

Test(stops, a_median_is_near_the_time_that_most_took)
{
	static const uint64_t times[] = {64, 65, 127, 128, 1000, 9999, 123456,
	    1000000, 87654321, 60000000000};
	struct event e = event_of("openat", NULL, 0);

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct stops *s = opened("x");
		double got;

		stops_note(s, &e, 1);
		stops_note(s, &e, times[i]);
		stops_note(s, &e, times[i]);
		stops_note(s, &e, UINT64_MAX);
		got = (double)stops_median(s->row[e.def->nr]);
		cr_expect(got > (double)times[i] * 0.93 &&
			got < (double)times[i] * 1.07,
		    "%g for %llu", got, (unsigned long long)times[i]);
		stops_free(s);
	}
}

Test(stops, the_dearest_call_comes_first_and_names_its_rule)
{
	struct event often = event_of("newfstatat", "a.yaml", 3);
	struct event dear = event_of("openat", "a.yaml", 9);
	struct stops *s = opened("p.json");
	json_t *all, *first, *second;

	stops_note(s, &dear, 50000);
	dear.object[0].line = 10;
	stops_note(s, &dear, 50000);
	stops_note(s, &dear, 50000);
	for (int i = 0; i < 10; i++)
		stops_note(s, &often, 1000);
	for (int i = 0; i < 7; i++)
		stops_note_beside(s, i < 3);
	all = told(s);
	first = json_array_get(json_object_get(all, "calls"), 0);
	second = json_array_get(json_object_get(all, "calls"), 1);
	cr_expect_str_eq(json_string_value(json_object_get(first, "call")),
	    "openat");
	cr_expect_str_eq(json_string_value(json_object_get(first, "rule")),
	    "a.yaml:10");
	cr_expect_eq(json_integer_value(json_object_get(first, "rule_stops")),
	    2);
	cr_expect_eq(json_integer_value(json_object_get(second, "stops")), 10);
	cr_expect_eq(json_integer_value(json_object_get(second, "sum_ns")),
	    10000);
	cr_expect_eq(json_integer_value(json_object_get(all, "stops")), 13);
	cr_expect_eq(json_integer_value(json_object_get(all, "beside")), 7);
	cr_expect_eq(json_integer_value(json_object_get(all, "together")), 3);
	json_decref(all);
	stops_free(s);
}

Test(stops, a_descriptor_without_a_name_has_a_row_of_its_own)
{
	struct event e = event_of("newfstatat", NULL, 0);
	struct stops *s = opened("x");
	struct str to = {0};

	stops_note(s, &e, 100);
	e.arg[3] = AT_EMPTY_PATH;
	stops_note(s, &e, 100);
	stops_text(s, &to);
	cr_expect_not_null(strstr(str_text(&to), "newfstatat (file, judged)"));
	cr_expect_not_null(
	    strstr(str_text(&to), "newfstatat, a descriptor (file, judged)"));
	str_done(&to);
	stops_free(s);
}

Test(stops, what_denied_counts_and_unknown_numbers_share_a_row)
{
	struct event e = event_of("renameat2", "r", 1);
	struct event unknown = {.nr = 99999, .builtin = "not known"};
	struct stops *s = opened("x.json");
	json_t *all, *calls;

	e.objects = 3;
	e.object[1] =
	    (struct event_object){.file = "r", .line = 2, .denied = true};
	e.object[2] = (struct event_object){.file = "r", .line = 3};
	stops_note(s, &e, 10000);
	stops_note(s, &unknown, 100);
	unknown.nr = 99998;
	stops_note(s, &unknown, 100);
	all = told(s);
	calls = json_object_get(all, "calls");
	cr_expect_eq(json_array_size(calls), 2);
	cr_expect_str_eq(json_string_value(
			     json_object_get(json_array_get(calls, 0), "rule")),
	    "r:2");
	cr_expect_str_eq(json_string_value(
			     json_object_get(json_array_get(calls, 1), "rule")),
	    "not known");
	json_decref(all);
	stops_free(s);
}
