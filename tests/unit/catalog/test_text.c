/* Calls as text. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>

#include "call/text.h"

/* Shows a call with up to two names and expects `want`. */
static void
expect(const char *call, const char *named, const char *path,
    const uint64_t arg[CALL_ARGS], const char *want)
{
	struct event e = {.def = catalog_named(call)};
	struct str text = {0};

	e.nr = e.def != NULL ? e.def->nr : 470;
	if (named != NULL || path != NULL) {
		e.objects = 1;
		e.object[0].named = named;
		e.object[0].path = path;
	}
	call_text(&e, arg, &text);
	cr_expect_str_eq(str_text(&text), want);
	str_done(&text);
}

#define ARGS(...) ((const uint64_t[CALL_ARGS]){__VA_ARGS__})

Test(text, shows_flags_and_leaves_out_a_mode_that_nothing_uses)
{
	expect("openat", "/etc/x", "/etc/x",
	    ARGS((uint64_t)AT_FDCWD, 0x1000, O_RDONLY | O_CLOEXEC, 07777),
	    "openat(AT_FDCWD, \"/etc/x\", O_RDONLY|O_CLOEXEC)");
	expect("openat", "y", "/tmp/y",
	    ARGS(5, 0x1000, O_RDWR | O_CREAT | O_EXCL, 0600),
	    "openat(5, \"y\", O_RDWR|O_CREAT|O_EXCL, 0600)");
	expect("openat", ".", "/tmp", ARGS(5, 0x1000, O_TMPFILE | O_RDWR, 0600),
	    "openat(5, \".\", O_RDWR|O_TMPFILE, 0600)");
	expect("open", "x", "/x", ARGS(0x1000, 0x40000000),
	    "open(\"x\", O_RDONLY|0x40000000)");
}

Test(text, one_bit_has_the_meaning_that_its_call_gives_it)
{
	expect("unlinkat", "d", "/d", ARGS(3, 1, AT_REMOVEDIR),
	    "unlinkat(3, \"d\", AT_REMOVEDIR)");
	expect("faccessat2", "d", "/d", ARGS(3, 1, 4, AT_EACCESS),
	    "faccessat2(3, \"d\", 4, AT_EACCESS)");
	expect("newfstatat", "d", "/d", ARGS(3, 1, 0x2000, 0),
	    "newfstatat(3, \"d\", 0x2000, 0)");
}

Test(text, what_was_not_copied_stays_a_number)
{
	expect("openat", NULL, NULL, ARGS((uint64_t)AT_FDCWD, 0x1234, O_PATH),
	    "openat(AT_FDCWD, 0x1234, O_RDONLY|O_PATH)");
	expect("rename", "a", "/a", ARGS(0x1000, 0x2000),
	    "rename(\"a\", 0x2000)");
	expect("openat", NULL, NULL, ARGS((uint64_t)AT_FDCWD, 0, O_PATH),
	    "openat(AT_FDCWD, NULL, O_RDONLY|O_PATH)");
}

Test(text, a_descriptor_shows_what_it_leads_to)
{
	expect("fchmod", NULL, "/tmp/x", ARGS(3, 0644),
	    "fchmod(3</tmp/x>, 0644)");
	expect("connect", "tcp:127.0.0.1:80", NULL, ARGS(4, 0x5000, 16),
	    "connect(4, \"tcp:127.0.0.1:80\", 16)");
}

Test(text, commands_have_the_catalogues_names)
{
	expect("fcntl", NULL, NULL, ARGS(3, F_GETFD, 0),
	    "fcntl(3, F_GETFD, 0)");
	expect("fcntl", NULL, NULL, ARGS(3, F_SETOWN, 1), "fcntl(3, 8, 1)");
	expect("kill", NULL, NULL, ARGS(12, SIGTERM), "kill(12, SIGTERM)");
	expect("kill", NULL, NULL, ARGS((uint64_t)-1, 77), "kill(-1, 77)");
}

Test(text, bytes_of_the_job_cannot_end_a_quotation_or_reach_a_terminal)
{
	char longer[400];

	expect("mkdir", "a\"b\033[2J\n", NULL, ARGS(1, 0777),
	    "mkdir(\"a\\\"b\\x1b[2J\\n\", 0777)");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	{
		struct event e = {.def = catalog_named("mkdir"), .objects = 1};
		struct str text = {0};

		e.object[0].named = longer;
		call_text(&e, ARGS(1, 0777), &text);
		cr_expect_lt(text.len, 200);
		cr_expect_not_null(strstr(str_text(&text), "\"..., 0777)"));
		str_done(&text);
	}
}

Test(text, a_number_without_a_row_is_shown_whole)
{
	expect("no such call", NULL, NULL, ARGS(1, 2, 3, 4, 5, 6),
	    "call_470(0x1, 0x2, 0x3, 0x4, 0x5, 0x6)");
}
