/* Calls that are served beside others: what they may answer, and what they must
 * leave to whoever holds the desk alone. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call/call.h"
#include "mediate.h"
#include "tree.h"

TestSuite(beside, .init = mediate_start, .fini = mediate_stop, .timeout = 30);

Test(beside, what_is_allowed_is_answered)
{
	struct verdict v;
	struct stat st;
	char text[64];

	cr_assert(
	    mediate_beside(SYS_newfstatat, CWD, A("lfile"), A(&st), 0, &v));
	cr_assert(v.kind == V_RETURN && v.value == 0 && S_ISREG(st.st_mode));
	cr_assert(mediate_beside(SYS_readlinkat, CWD, A("lfile"), A(text),
	    sizeof(text), &v));
	cr_assert(v.kind == V_RETURN && v.value > 0);
	cr_assert(mediate_beside(SYS_faccessat, CWD, A("file"), R_OK, 0, &v));
	cr_assert(v.kind == V_RETURN && v.value == 0);
	cr_assert(mediate_beside(SYS_openat, CWD, A("lfile"), O_RDONLY, 0, &v));
	cr_assert_eq(v.kind, V_PIN);
	cr_assert(
	    mediate_beside(SYS_newfstatat, CWD, A("nope"), A(&st), 0, &v));
	cr_assert(v.kind == V_RETURN && v.value == -ENOENT);
}

Test(beside, what_is_denied_is_answered)
{
	struct verdict v;
	struct stat st;
	char text[64];

	cr_assert(mediate_beside(SYS_openat, CWD, A("denied/secret"), O_RDONLY,
	    0, &v));
	cr_assert(v.kind == V_RETURN && v.value == -EACCES);
	cr_assert(mediate_beside(SYS_newfstatat, CWD, A("denied/secret"),
	    A(&st), 0, &v));
	cr_assert(v.kind == V_RETURN && v.value == -EACCES);
	cr_assert(mediate_beside(SYS_readlinkat, CWD, A("denied/secret"),
	    A(text), sizeof(text), &v));
	cr_assert(v.kind == V_RETURN && v.value == -EACCES);
}

/* A keeper is started once. */
Test(beside, a_keeper_is_not_started)
{
	struct mediator m = {0};
	struct call c = {.m = &m, .task = task, .beside = true};
	char name[64];

	cr_assert_not(call_hold(&c, dup(STDIN_FILENO), name, sizeof(name)));
	cr_assert(c.needs_desk && m.keeper == 0);
	close(task->held_fd);
	task->held_fd = -1;
}

/* Whatever the handler makes of the answer it did not get. */
Test(beside, nothing_is_written_once_it_must_be_judged_anew)
{
	struct mediator m = {0};
	struct call c = {.m = &m, .task = task, .beside = true};
	char memory[] = "mine";

	cr_assert(call_write(&c, A(memory), "ours", 4));
	cr_assert_str_eq(memory, "ours");
	cr_assert_not(call_needs_desk(&c));
	cr_assert_not(call_write(&c, A(memory), "more", 4));
	cr_assert_str_eq(memory, "ours");
	cr_assert_eq(c.out.kind, V_WAIT);
}
