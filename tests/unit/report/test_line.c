/* Lines of a record, good ones and such as nobody should write. */
#include <criterion/criterion.h>

#include "report/line.h"

static json_t *
parse(const char *text)
{
	json_t *o = json_loads(text, 0, NULL);

	cr_assert_not_null(o, "%s", text);
	return o;
}

Test(line, a_call_is_the_event_that_it_was)
{
	json_t *o =
	    parse("{\"t\":1.5,\"pid\":7,\"tid\":8,\"program\":\"/bin/a\","
		  "\"call\":\"openat\",\"class\":\"file\",\"objects\":["
		  "{\"access\":\"read,exec\",\"named\":\"x\",\"path\":\"/x\","
		  "\"rule\":\"a:b.yaml:12\"},"
		  "{\"access\":\"modify\",\"named\":\"y\",\"path\":\"/y\","
		  "\"rule\":null,\"denied\":true}],\"verdict\":\"deny\","
		  "\"errno\":\"EACCES\",\"how\":\"refused\",\"stack\":3}");
	struct line l = {0};

	cr_assert(line_read(&l, o));
	cr_expect_eq(l.t_us, 1500000);
	cr_expect_eq(l.e.pid, 7);
	cr_expect_eq(l.e.tid, 8);
	cr_expect_eq(l.stack, 3);
	cr_expect_eq(l.e.objects, 2);
	cr_expect(l.e.denied && !l.e.killed && !l.e.refused);
	cr_expect_eq(l.e.object[0].access, ACC_READ | ACC_EXEC);
	cr_expect_str_eq(l.e.object[0].file, "a:b.yaml");
	cr_expect_eq(l.e.object[0].line, 12);
	cr_expect_not(l.e.object[0].denied);
	cr_expect(l.e.object[1].denied);
	cr_expect_null(l.e.object[1].file);
	line_done(&l);
	line_done(&l);
	json_decref(o);
}

Test(line, what_is_of_the_wrong_kind_is_as_if_absent)
{
	json_t *o = parse("{\"t\":\"soon\",\"pid\":-4,\"tid\":1e300,"
			  "\"program\":[],\"call\":\"no such call\","
			  "\"objects\":[7,{\"path\":5},{\"path\":\"/x\","
			  "\"access\":7,\"rule\":\"x\"}],\"verdict\":{},"
			  "\"stack\":1e300}");
	struct line l = {0};

	cr_assert(line_read(&l, o));
	cr_expect_eq(l.t_us, 0);
	cr_expect_eq(l.e.pid, 0);
	cr_expect_eq(l.e.tid, 0);
	cr_expect_null(l.e.program);
	cr_expect_eq(l.stack, -1);
	cr_expect_eq(l.e.objects, 1);
	cr_expect_eq(l.e.object[0].access, 0);
	cr_expect_null(l.e.object[0].file);
	cr_expect_str_eq(l.e.def->name, "no such call");
	cr_expect_not(l.e.denied || l.e.refused || l.e.killed);
	line_done(&l);
	json_decref(o);
}

Test(line, more_objects_than_a_call_has_are_not_read)
{
	json_t *o = parse("{\"call\":\"x\",\"objects\":[]}");
	json_t *list = json_object_get(o, "objects");
	struct line l = {0};

	for (int i = 0; i < 1000; i++)
		json_array_append_new(list,
		    json_pack("{s:s,s:s}", "path", "/x", "rule", "r:1"));
	cr_assert(line_read(&l, o));
	cr_expect_eq(l.e.objects, EVENT_OBJECTS);
	cr_expect_str_eq(l.e.object[EVENT_OBJECTS - 1].file, "r");
	line_done(&l);
	json_decref(o);
}

Test(line, times_are_clamped)
{
	json_t *o = parse("{\"t\":1e300}");

	cr_expect_eq(line_time(o), 3200000000000000u);
	json_decref(o);
	o = parse("{\"t\":-3}");
	cr_expect_eq(line_time(o), 0);
	json_decref(o);
}

Test(line, is_only_of_a_call)
{
	json_t *o = parse("{\"t\":1,\"pid\":3}");
	struct line l = {0};

	cr_expect_not(line_read(&l, o));
	line_done(&l);
	json_decref(o);
}
