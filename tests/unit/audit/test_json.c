/* The audit format is stable: these lines are what ptsandbox(1) documents. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "audit/json.h"
#include "rules.h"

static const struct call_def openat_row = {.name = "openat",
    .class = C_FILE,
    .why = "opens"};

static struct event
event_of(const char *named, const char *path)
{
	return (struct event){
	    .def = &openat_row,
	    .pid = 12,
	    .tid = 13,
	    .program = "/usr/bin/python3.11",
	    .profile = "main",
	    .object = {{.access = ACC_READ, .named = named, .path = path}},
	    .objects = 1,
	};
}

static void
line_is(const struct event *e, struct verdict v, const char *want)
{
	struct str s = {0};

	json_call(&s, 1234567890, e, &v);
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
}

Test(json, allowed_call)
{
	struct event e = event_of("x", "/job/x");

	e.object[0].file = "fold.yaml";
	e.object[0].line = 7;
	line_is(&e, v_pin(),
	    "{\"t\":1.234567,\"pid\":12,\"tid\":13,"
	    "\"program\":\"/usr/bin/python3.11\",\"call\":\"openat\","
	    "\"class\":\"file\",\"objects\":[{\"access\":\"read\","
	    "\"named\":\"x\",\"path\":\"/job/x\",\"rule\":\"fold.yaml:7\"}],"
	    "\"verdict\":\"allow\",\"errno\":null,\"how\":\"pinned\"}\n");
}

Test(json, denied_call_with_hostile_name)
{
	struct event e = event_of("a\x1b\"\xff", "/a\x1b\"\xff");

	e.denied = e.object[0].denied = true;
	e.profile = "worker";
	line_is(&e, v_refuse(EACCES),
	    "{\"t\":1.234567,\"pid\":12,\"tid\":13,"
	    "\"program\":\"/usr/bin/python3.11\",\"call\":\"openat\","
	    "\"class\":\"file\",\"objects\":[{\"access\":\"read\","
	    "\"named\":\"a\\u001b\\\"\\udcff\","
	    "\"path\":\"/a\\u001b\\\"\\udcff\",\"rule\":null,"
	    "\"denied\":true}],\"verdict\":\"deny\",\"errno\":\"EACCES\","
	    "\"how\":\"refused\",\"profile\":\"worker\"}\n");
}

Test(json, unknown_call_is_refused)
{
	struct event e = {.nr = 999,
	    .pid = 1,
	    .tid = 1,
	    .refused = true,
	    .builtin = "unknown"};

	line_is(&e, v_refuse(ENOSYS),
	    "{\"t\":1.234567,\"pid\":1,\"tid\":1,\"program\":null,"
	    "\"call\":\"call 999\",\"class\":\"unknown\",\"objects\":[],"
	    "\"verdict\":\"refuse\",\"errno\":\"ENOSYS\","
	    "\"how\":\"refused\",\"why\":\"unknown\"}\n");
}

Test(json, performed_call_with_the_kernels_error)
{
	struct event e = event_of(NULL, "/x");
	struct str s = {0};
	struct verdict v = v_refuse(ENOTDIR);

	e.object[0].access = ACC_MODIFY | ACC_CREATE;
	json_call(&s, 0, &e, &v);
	cr_assert(strstr(str_text(&s),
	    "\"access\":\"modify,create\","
	    "\"named\":\"/x\",\"path\":\"/x\""));
	cr_assert(strstr(str_text(&s),
	    "\"verdict\":\"allow\","
	    "\"errno\":\"ENOTDIR\","
	    "\"how\":\"performed\"}"));
	str_done(&s);
}

Test(json, a_stack_and_the_calls_that_it_made)
{
	const struct stack_frame frames[] = {
	    {"/x/f\x1b.py", "steal\xff", 41, false, "fold"},
	    {"?",           "?",         0,  false, ""    },
            {"/lib/l.so",   "name+0x12", 0,  true,  ""    }
        };
	struct stack stack = {.id = 7, .count = 3, .frame = frames};
	struct event e = event_of("x", "/x");
	struct verdict v = v_refuse(EACCES);
	struct str s = {0};

	json_stack(&s, &stack);
	cr_expect(stack.written);
	cr_expect_str_eq(str_text(&s),
	    "{\"event\":\"stack\",\"id\":7,\"frames\":["
	    "{\"file\":\"/x/f\\u001b.py\",\"line\":41,"
	    "\"function\":\"steal\\udcff\",\"module\":\"fold\","
	    "\"kind\":\"python\"},"
	    "{\"file\":\"?\",\"function\":\"?\",\"kind\":\"python\"},"
	    "{\"file\":\"/lib/l.so\",\"function\":\"name+0x12\","
	    "\"kind\":\"native\"}]}\n");
	str_clear(&s);
	stack.truncated = true;
	stack.why = "no more";
	json_stack(&s, &stack);
	cr_expect(strstr(str_text(&s),
	    "],\"truncated\":true,\"why\":\"no more\"}\n"));
	str_clear(&s);
	e.stack_asked = true;
	e.stack = &stack;
	json_call(&s, 0, &e, &v);
	cr_expect(strstr(str_text(&s), ",\"stack\":7}\n"));
	str_clear(&s);
	e.stack = NULL;
	e.stack_why = "none here";
	json_call(&s, 0, &e, &v);
	cr_expect(strstr(str_text(&s),
	    ",\"stack\":\"?\",\"stack_why\":\"none here\"}\n"));
	str_done(&s);
}

Test(json, processes_and_ends)
{
	struct str s = {0};
	char a[] = "a", b[] = "b\n", *command[] = {a, b, NULL};
	const char *const dropped[] = {"LD_PRELOAD", "a\xff_KEY"};

	json_first(&s, 0,
	    &(struct audit_options){
		.command = command,
		.dropped = dropped,
		.dropped_count = 2,
	    });
	json_process(&s, 0, LIFE_START, 5, 4, "/a", 0);
	json_process(&s, 0, LIFE_EXEC, 5, 4, "/b", 0);
	json_process(&s, 0, LIFE_EXIT, 5, 4, "/b", 3 << 8);
	json_process(&s, 0, LIFE_EXIT, 6, 4, "/b", 9);
	json_last(&s, 2000000, 3, NULL, NULL);
	json_last(&s, 2000000, 124, "wall", NULL);
	json_last(&s, 2000000, 125, NULL, "no memory");
	cr_assert_str_eq(str_text(&s),
	    "{\"ptsandbox\":\"" PTS_VERSION "\",\"format\":1,"
	    "\"started\":\"1970-01-01T00:00:00Z\","
	    "\"command\":[\"a\",\"b\\n\"],\"environment\":"
	    "{\"dropped\":[\"LD_PRELOAD\",\"a\\udcff_KEY\"]}}\n"
	    "{\"t\":0.000000,\"pid\":5,\"event\":\"start\",\"ppid\":4,"
	    "\"program\":\"/a\"}\n"
	    "{\"t\":0.000000,\"pid\":5,\"event\":\"exec\","
	    "\"program\":\"/b\"}\n"
	    "{\"t\":0.000000,\"pid\":5,\"event\":\"exit\","
	    "\"program\":\"/b\",\"status\":3}\n"
	    "{\"t\":0.000000,\"pid\":6,\"event\":\"exit\","
	    "\"program\":\"/b\",\"signal\":\"SIGKILL\"}\n"
	    "{\"t\":0.002000,\"event\":\"end\",\"status\":3}\n"
	    "{\"t\":0.002000,\"event\":\"end\",\"status\":124,"
	    "\"limit\":\"wall\"}\n"
	    "{\"t\":0.002000,\"event\":\"end\",\"status\":125,"
	    "\"why\":\"no memory\"}\n");
	str_done(&s);
}

Test(json, what_rules_may_ask_for)
{
	struct event e = event_of(NULL, "/bin/ls");
	const struct call_def socket_row = {.name = "socket",
	    .class = C_NETWORK,
	    .why = "families"};
	struct verdict v = v_pass();
	struct str s = {0};

	e.object[0].access = ACC_RUN;
	e.object[0].noted = true;
	e.object[0].args = "[\"ls\",\"-l\"]";
	e.object[1] = (struct event_object){.access = ACC_SIGNAL,
	    .path = "pid 7",
	    .whom = WHOM_CHILD};
	e.objects = 2;
	json_call(&s, 0, &e, &v);
	cr_expect(strstr(str_text(&s),
	    "\"rule\":null,\"noted\":true,\"args\":[\"ls\",\"-l\"]},"));
	cr_expect(strstr(str_text(&s), "\"rule\":null,\"to\":\"children\"}]"));
	str_clear(&s);
	e = (struct event){
	    .def = &socket_row,
	    .arg = {AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC}
        };
	json_call(&s, 0, &e, &v);
	cr_expect(strstr(str_text(&s), "\"objects\":[],\"socket\":\"udp\","));
	str_clear(&s);
	e.arg[0] = AF_NETLINK;
	json_call(&s, 0, &e, &v);
	cr_expect_null(strstr(str_text(&s),
	    "\"socket\":"
	    "\"udp"));
	cr_expect_null(strstr(str_text(&s), "\"socket\":\""));
	str_done(&s);
}

Test(json, first_line_tells_what_stands_elsewhere)
{
	struct faults f = {0};
	struct rules *r = rules_new();
	struct str s = {0};

	cr_assert_eq(rules_add_map(r, "/usr:/job/in:ro", &f), 0);
	cr_assert_eq(rules_finish(r, &f), 0);
	json_first(&s, 0, &(struct audit_options){.rules = r});
	cr_expect_not_null(
	    strstr(str_text(&s),
		",\"namespaces\":[{\"profile\":\"main\",\"places\":["
		"{\"at\":\"/job/in\",\"from\":\"/usr\"}]}]}\n"),
	    "%s", str_text(&s));
	str_done(&s);
	fault_done(&f);
	rules_free(r);
}

Test(json, what_rules_would_have_denied_and_what_was_asked_after)
{
	struct event e = event_of(NULL, "/x");
	struct str s = {0};
	struct verdict v = v_return(0);

	e.would = "deny";
	e.object[0].access = ACC_READ | ACC_MODIFY;
	e.object[0].would = ACC_MODIFY;
	e.object[0].asks = ACC_READ | ACC_CREATE;
	json_call(&s, 0, &e, &v);
	cr_expect_not_null(strstr(str_text(&s),
	    "\"rule\":null,\"would\":\"modify\",\"asks\":\"read,create\"}],"
	    "\"verdict\":\"allow\",\"would\":\"deny\",\"errno\":null"));
	str_done(&s);
}

Test(json, what_went_wrong_on_purpose)
{
	struct event e = event_of(NULL, "/x");
	struct str s = {0};
	struct verdict v = v_refuse(ENOSPC);

	e.injected = e.object[0].injected = true;
	json_call(&s, 0, &e, &v);
	cr_expect_not_null(strstr(str_text(&s),
	    "\"rule\":null,\"injected\":true}],\"verdict\":\"allow\","
	    "\"injected\":true,\"errno\":\"ENOSPC\",\"how\":\"injected\"}"));
	str_done(&s);
}
