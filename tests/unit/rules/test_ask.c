/* Rules that ask: what they answer, and what is never asked. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "base/str.h"
#include "faults.h"
#include "rules.h"

TestSuite(ask, .timeout = 30);

static struct rules *
read_text(const char *text)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	put("r.yaml", text, strlen(text));
	rules_add_file(r, "r.yaml", &f);
	if (!fault_any(&f))
		rules_finish(r, &f);
	fault_print(&f, stderr);
	cr_assert(!fault_any(&f));
	return r;
}

static struct answer
file(const struct rules *r, enum access one, const char *path)
{
	struct answer a;

	policy_file(rules_top(r), one, path, &a);
	return a;
}

Test(ask, a_rule_asks_and_a_person_who_refuses_gives_its_errno, IN_FOLDER)
{
	struct rules *r = read_text("version: 1\nfiles:\n"
				    "  - {deny: write, path: /a/b}\n"
				    "  - {ask: [read, modify], path: /a}\n");
	struct answer a = file(r, ACC_READ, "/a/x");

	cr_expect_eq(a.verb, VERB_ASK);
	cr_expect_eq(a.err, EACCES);
	cr_expect_eq(a.line, 4);
	cr_expect_eq(file(r, ACC_MODIFY, "/a/b").verb, VERB_DENY);
	cr_expect_eq(file(r, ACC_CREATE, "/a/x").verb, VERB_DENY);
	cr_expect(rules_ask(r));
	rules_free(r);
}

Test(ask, looking_at_what_is_asked_about_is_not_asked, IN_FOLDER)
{
	struct rules *r = read_text("version: 1\nfiles:\n"
				    "  - {deny: stat, path: /a/b/hidden}\n"
				    "  - {ask: read, path: /a/b}\n"
				    "  - {ask: create, path: /c}\n");

	cr_expect_eq(file(r, ACC_STAT, "/a/b/x").verb, VERB_ALLOW);
	cr_expect_eq(file(r, ACC_STAT, "/a").verb, VERB_ALLOW);
	cr_expect_eq(file(r, ACC_READ, "/a").verb, VERB_DENY);
	cr_expect_eq(file(r, ACC_STAT, "/a/b/hidden").verb, VERB_DENY);
	cr_expect_eq(file(r, ACC_STAT, "/c").verb, VERB_DENY,
	    "making is not reading");
	rules_free(r);
}

Test(ask, by_default_all_that_no_rule_speaks_of_is_asked, IN_FOLDER)
{
	struct rules *r = read_text(
	    "version: 1\ndefault: ask\n"
	    "files: [{allow: read, path: /a}, {deny: any, path: /b}]");
	struct net_object o = {.proto = NET_TCP, .family = AF_INET, .port = 80};
	struct answer a;

	cr_expect_eq(file(r, ACC_READ, "/c").verb, VERB_ASK);
	cr_expect_null(file(r, ACC_READ, "/c").file);
	cr_expect_eq(file(r, ACC_STAT, "/c").verb, VERB_ALLOW);
	cr_expect_eq(file(r, ACC_STAT, "/b").verb, VERB_DENY);
	cr_expect_eq(file(r, ACC_READ, "/b").verb, VERB_DENY);
	policy_net(rules_top(r), ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_ASK);
	cr_expect(policy_net_possible(rules_top(r), NET_UDP));
	policy_run(rules_top(r), "/bin/sh", 0, NULL, &a);
	cr_expect_eq(a.verb, VERB_ASK);
	policy_process(rules_top(r), ACC_FORK, TARGET_JOB, &a);
	cr_expect_eq(a.verb, VERB_ASK);
	policy_process(rules_top(r), ACC_SIGNAL, TARGET_SELF, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	policy_process(rules_top(r), ACC_SIGNAL, TARGET_OUTSIDE, &a);
	cr_expect_eq(a.verb, VERB_DENY);
	rules_free(r);
}

Test(ask, a_socket_is_made_when_its_use_is_asked_about, IN_FOLDER)
{
	struct rules *r = read_text(
	    "version: 1\nnetwork: [{ask: connect, to: \"tcp:*:80\"}]");

	cr_expect(policy_net_possible(rules_top(r), NET_TCP));
	cr_expect(!policy_net_possible(rules_top(r), NET_UDP));
	rules_free(r);
}

Test(ask, rules_on_arguments_say_so, IN_FOLDER)
{
	static const char *const argv[] = {"git", "push"};
	struct rules *r =
	    read_text("version: 1\nprograms:\n"
		      "  - {ask: run, path: /bin/git, args: [push, \"**\"]}\n"
		      "  - {ask: run, path: /bin}\n");
	struct answer a;

	policy_run(rules_top(r), "/bin/git", 2, argv, &a);
	cr_expect(a.args);
	policy_run(rules_top(r), "/bin/git", 1, argv, &a);
	cr_expect(!a.args);
	rules_free(r);
}

Test(ask, rules_of_which_none_asks_ask_nobody, IN_FOLDER)
{
	struct rules *r = read_text("version: 1\ndefault: allow\n");

	cr_expect(!rules_ask(r));
	rules_free(r);
	r = read_text("version: 1\nprofiles: {w: {default: ask}}\n");
	cr_expect(rules_ask(r));
	rules_free(r);
}

Test(ask, who_may_write_a_file_is_known, IN_FOLDER)
{
	struct rules *r = read_text(
	    "version: 1\nfiles:\n  - {allow: read, path: /}\n"
	    "  - {ask: write, path: /a}\n  - {allow: write, path: /b}\n"
	    "profiles: {w: {files: [{allow: delete, path: /c}]}}\n");

	cr_expect(!rules_may_write(r, "/a/x", false));
	cr_expect(rules_may_write(r, "/b/x", false));
	cr_expect(rules_may_write(r, "/c/x", false));
	cr_expect(!rules_may_write(r, "/d/x", false));
	rules_free(r);
}

Test(ask, a_place_of_the_namespace_is_known_by_all_its_names, IN_FOLDER)
{
	struct rules *r =
	    read_text("version: 1\nnamespace: {map: [{at: /job, from: /usr}]}\n"
		      "files: [{allow: write, path: /job}]\n");

	cr_expect(rules_may_write(r, "/usr/x", false));
	cr_expect(!rules_may_write(r, "/job/x", false),
	    "no name of the host's");
	rules_free(r);
}
