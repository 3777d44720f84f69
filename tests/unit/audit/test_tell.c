/* The line at a denial: said once, and its rule can be pasted. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "audit/denials.h"
#include "audit/hint.h"
#include "audit/tell.h"
#include "catalog/catalog.h"

static void
hint_is(unsigned access, const char *path, bool in_job, const char *want)
{
	struct str s = {0};

	hint_add(&s, access, path, in_job);
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
}

Test(hint, plain_names_stay_plain)
{
	hint_is(ACC_READ, "/home/ann/.ssh/id_rsa", true,
	    "to allow, under files: {allow: read, path: "
	    "/home/ann/.ssh/id_rsa}");
	hint_is(ACC_RUN, "/bin/sh", true,
	    "to allow, under programs: {allow: run, path: /bin/sh}");
}

Test(hint, odd_names_are_quoted_and_stand_for_themselves)
{
	hint_is(ACC_READ, "/a b", true,
	    "to allow, under files: {allow: read, path: \"/a b\"}");
	hint_is(ACC_READ, "/x, y: {z}#\"\\", true,
	    "to allow, under files: {allow: read, path: "
	    "\"/x, y: {z}#\\\"\\\\\\\\\"}");
	hint_is(ACC_READ, "/*?[$", true,
	    "to allow, under files: {allow: read, path: "
	    "\"/\\\\*\\\\?\\\\[[$]\"}");
	hint_is(ACC_READ, "/a\n\x1b\xc2\x9b\xe2\x80\xae", true,
	    "to allow, under files: {allow: read, path: "
	    "\"/a\\x0a\\x1b\\x9b\\u202e\"}");
}

Test(hint, says_when_no_rule_can)
{
	hint_is(ACC_READ, "/a\xff", true,
	    "its name is not UTF-8; allow the folder that holds it");
	hint_is(ACC_READ, "pipe:[12]", true,
	    "it has no name, so no rule can allow it");
	hint_is(ACC_SIGNAL, "pid 1", false,
	    "it is not of the job, so no rule can allow it");
}

Test(hint, several_accesses_and_other_sections)
{
	hint_is(ACC_READ | ACC_MODIFY, "/x", true,
	    "to allow, under files: {allow: [read, modify], path: /x}");
	hint_is(ACC_WRITE, "/x", true,
	    "to allow, under files: {allow: [write], path: /x}");
	hint_is(ACC_CONNECT, "tcp:1.2.3.4:80", true,
	    "to allow, under network: {allow: connect, to: "
	    "\"tcp:1.2.3.4:80\"}");
	hint_is(ACC_SOCKET, "family:16", true,
	    "to allow, under network: {allow: socket, family: netlink}");
	hint_is(ACC_FORK, "", true, "to allow, under processes: {allow: fork}");
	hint_is(ACC_SIGNAL, "pid 7", true,
	    "to allow, under processes: {allow: signal, to: job}");
}

static const struct call_def row = {.name = "openat", .why = "row's reason"};

static struct event
denied(const char *program, const char *path)
{
	return (struct event){
	    .def = &row,
	    .pid = 12,
	    .program = program,
	    .denied = true,
	    .objects = 1,
	    .object = {{.access = ACC_READ, .path = path, .denied = true}},
	};
}

Test(denials, the_same_one_is_counted_not_repeated)
{
	struct denials d = {0};
	struct event e = denied("/usr/bin/a", "/x");
	struct event other = denied("/usr/bin/b", "/x");

	cr_assert_not_null(denials_note(&d, &e, &e.object[0], 13));
	cr_assert_null(denials_note(&d, &e, &e.object[0], 13));
	cr_assert_not_null(denials_note(&d, &other, &other.object[0], 13));
	cr_assert_eq(d.count, 2);
	cr_assert_eq(d.all->count, 2);
	denials_done(&d);
	denials_done(&d);
}

Test(denials, a_refused_call_is_told_once_for_all_programs)
{
	struct denials d = {0};
	struct event e = denied("/usr/bin/a", "/x");

	e.refused = true;
	cr_assert_not_null(denials_note(&d, &e, NULL, 1));
	e.program = "/usr/bin/b";
	cr_assert_null(denials_note(&d, &e, NULL, 1));
	denials_done(&d);
}

Test(denials, memory_is_bounded)
{
	struct denials d = {0};
	char path[32];

	for (unsigned i = 0; i < DENIALS_MAX + 10; i++) {
		struct event e;

		snprintf(path, sizeof(path), "/%u", i);
		e = denied("/p", path);
		denials_note(&d, &e, &e.object[0], 13);
	}
	cr_assert_eq(d.count, DENIALS_MAX);
	cr_assert_eq(d.lost, 10);
	denials_done(&d);
}

static void
told_is(const struct event *e, bool object, const char *want)
{
	struct denials d = {0};
	struct str s = {0};

	tell_text(&s, denials_note(&d, e, object ? &e->object[0] : NULL, 13),
	    true);
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
	denials_done(&d);
}

Test(tell, names_the_rule_or_the_rule_that_would_allow)
{
	struct event e = denied("/job/fold.py", "/etc/x\x1b");

	told_is(&e, true,
	    "denied: read /etc/x\\x1b (fold.py pid 12): no rule; to allow, "
	    "under files: {allow: read, path: \"/etc/x\\x1b\"}");
	e.object[0].file = "fold.yaml";
	e.object[0].line = 12;
	e.profile = "worker";
	told_is(&e, true,
	    "denied: read /etc/x\\x1b (fold.py pid 12, profile worker): rule "
	    "fold.yaml:12");
	e.killed = true;
	e.profile = "main";
	told_is(&e, true,
	    "the job is ended: read /etc/x\\x1b (fold.py pid 12): rule "
	    "fold.yaml:12");
}

Test(tell, names_the_scripts_line_and_not_a_librarys)
{
	const struct stack_frame frames[] = {
	    {"/usr/lib/x.so",                  "open+0x1", 0,  true,  ""    },
	    {"<frozen importlib._bootstrap>",  "load",     7,  false, ""    },
	    {"/usr/lib/python3.11/pathlib.py", "open",     8,  false, ""    },
	    {"/job/fo\x1bld.py",               "steal",    41, false, "fold"},
	    {"/job/main.py",                   "<module>", 9,  false, ""    }
        };
	struct stack stack = {.id = 1, .count = 5, .frame = frames};
	struct event e = denied("/p", "/x");

	e.stack = &stack;
	e.object[0].file = "r.yaml";
	e.object[0].line = 3;
	told_is(&e, true,
	    "denied: read /x (p pid 12): fo\\x1bld.py:41 in steal(), rule "
	    "r.yaml:3");
	e.object[0].file = NULL;
	told_is(&e, true,
	    "denied: read /x (p pid 12): fo\\x1bld.py:41 in steal(), no "
	    "rule; to allow, under files: {allow: read, path: /x}");
	/* Nothing but libraries: the innermost. */
	stack.count = 3;
	e.refused = true;
	told_is(&e, false,
	    "refused: openat (p pid 12): <frozen importlib._bootstrap>:7 in "
	    "load(), row's reason");
	stack.count = 1;
	told_is(&e, false, "refused: openat (p pid 12): row's reason");
	stack.count = 1;
	stack.frame = &frames[4];
	told_is(&e, false,
	    "refused: openat (p pid 12): main.py:9 in <module>, row's reason");
}

Test(tell, refused_call_says_why)
{
	struct event e = denied("/bin/p", "/x");

	e.refused = true;
	told_is(&e, false, "refused: openat (p pid 12): row's reason");
	e.def = NULL;
	e.nr = 900;
	told_is(&e, false,
	    "refused: call 900 (p pid 12): no kernel that we know has it");
}

Test(tell, what_rules_would_deny_is_told_with_the_rule_that_allows)
{
	struct event e = denied("/bin/p", "/x");

	e.denied = e.object[0].denied = false;
	e.object[0].access = ACC_READ | ACC_MODIFY;
	e.object[0].would = ACC_MODIFY;
	e.would = "deny";
	told_is(&e, true,
	    "would deny: modify /x (p pid 12): no rule; to allow, under files: "
	    "{allow: modify, path: /x}");
}

Test(denials, what_was_injected_is_of_a_kind_of_its_own)
{
	struct denials d = {0};
	struct event e = denied("/bin/p", "/x");

	e.denied = e.object[0].denied = false;
	e.injected = e.object[0].injected = true;
	cr_assert_not_null(denials_note(&d, &e, &e.object[0], 28));
	cr_expect_eq(d.all->kind, INJECTED);
	cr_expect_eq(d.all->access, ACC_READ);
	denials_done(&d);
}
