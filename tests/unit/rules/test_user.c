/* Whom a job runs as: who decides, what the environment gets, and one fault for
 * each that is no user. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "environment.h"
#include "faults.h"
#include "rules.h"
#include "user.h"

static char home[] = "HOME=/h", user[] = "USER=me";
static char *const from[] = {home, user, NULL};

static struct rules *
rules_of(const char *typed, const char *text)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	put("r.yaml", text, strlen(text));
	if (typed != NULL)
		cr_assert_eq(rules_add_user(r, typed, &f), 0);
	cr_assert_eq(rules_add_file(r, "r.yaml", &f), 0);
	return r;
}

Test(user, the_first_file_to_speak_decides, IN_FOLDER)
{
	static const char text[] =
	    "version: 1\ninclude: [./i.yaml]\nprocesses:\n"
	    "  - {allow: fork}\n  - {run-as: \"daemon:sys\"}\n";
	static const char more[] = "version: 1\nprocesses: [{run-as: bin}]\n";
	struct rules *r;
	const struct run_user *u;
	struct environment e;

	put("i.yaml", more, strlen(more));
	r = rules_of(NULL, text);
	u = rules_user(r);
	cr_assert_not_null(u);
	cr_expect_str_eq(u->name, "daemon");
	cr_expect_eq(u->uid, 1);
	cr_expect_eq(u->gid, 3);
	cr_expect_eq(u->line, 5);
	cr_assert_eq(rules_environment(r, from, &e), 0);
	cr_expect_str_eq(env_get(&e, "USER"), "daemon");
	cr_expect_str_eq(env_get(&e, "LOGNAME"), "daemon");
	cr_expect_str_neq(env_get(&e, "HOME"), "/h");
	cr_expect_not_null(env_get(&e, "SHELL"));
	rules_free(r);
}

Test(user, the_command_line_comes_first, IN_FOLDER)
{
	struct rules *r = rules_of("bin",
	    "version: 1\nprocesses:\n"
	    "  - {run-as: daemon}\n");
	struct environment e;

	cr_expect_str_eq(rules_user(r)->name, "bin");
	cr_assert_eq(rules_environment(r, from, &e), 0);
	cr_expect_str_eq(env_get(&e, "USER"), "bin");
	rules_free(r);
}

Test(user, what_is_set_stays, IN_FOLDER)
{
	struct rules *r = rules_of("2:0",
	    "version: 1\nenvironment:\n"
	    "  set: {HOME: /x}\n");
	struct environment e;

	cr_expect_eq(rules_user(r)->uid, 2);
	cr_expect_eq(rules_user(r)->gid, 0);
	cr_assert_eq(rules_environment(r, from, &e), 0);
	cr_expect_str_eq(env_get(&e, "HOME"), "/x");
	cr_expect_str_eq(env_get(&e, "USER"), "bin");
	rules_free(r);
}

Test(user, nobody_is_said, IN_FOLDER)
{
	struct rules *r = rules_of(NULL, "version: 1\n");
	struct environment e;

	cr_expect_null(rules_user(r));
	cr_assert_eq(rules_environment(r, from, &e), 0);
	cr_expect_str_eq(env_get(&e, "USER"), "me");
	rules_free(r);
}

Test(user, faults, IN_FOLDER)
{
	expect("processes: [{run-as: no-such}]\n",
	    "r.yaml:2:22: there is no user 'no-such'\n");
	expect("processes: [{run-as: \"bin:no-such\"}]\n",
	    "r.yaml:2:22: there is no group 'no-such'\n");
	expect("processes: [{run-as: 4294967295}]\n",
	    "r.yaml:2:22: there is no user '4294967295'\n");
	expect("processes: [{run-as: bin, to: job}]\n",
	    "r.yaml:2:13: 'run-as' stands alone in its rule\n");
	expect("profiles: {p: {processes: [{run-as: bin}]}}\n",
	    "r.yaml:2:29: 'run-as' is for the whole run, not for a profile\n");
}
