/* Rules that change while a job runs. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "faults.h"
#include "rules.h"

TestSuite(change, .timeout = 30);

static struct faults faults;

static struct rules *
read_text(const char *text)
{
	struct rules *r = rules_new();

	put("r.yaml", text, strlen(text));
	rules_add_file(r, "r.yaml", &faults);
	if (!fault_any(&faults))
		rules_finish(r, &faults);
	fault_print(&faults, stderr);
	cr_assert(!fault_any(&faults));
	return r;
}

static enum verb
may_read(const struct policy *p, const char *path)
{
	struct answer a;

	policy_file(p, ACC_READ, path, &a);
	return a.verb;
}

static unsigned
insert(struct rules *r, const char *set, const char *text)
{
	unsigned number = 0;

	rules_insert(r, set, text, &number, &faults);
	fault_print(&faults, stderr);
	cr_assert(!fault_any(&faults));
	return number;
}

/* The one fault of a rule that must not come in. */
static void
refused(struct rules *r, const char *set, const char *text, const char *want)
{
	unsigned number = 0;

	cr_expect_eq(rules_insert(r, set, text, &number, &faults), -1);
	cr_assert_eq(faults.count, 1, "%s", text);
	cr_expect_str_eq(faults.lines[0], want);
	cr_expect_eq(number, 0);
	fault_done(&faults);
}

static const char small[] =
    "version: 1\nfiles:\n  - {deny: read, path: /a}\n"
    "  - {allow: read, path: [/b, /c]}\n"
    "programs: [{allow: run, path: /bin/w, profile: w}]\n"
    "profiles: {w: {files: [{allow: read, path: /w}]}}\n";

Test(change, a_rule_comes_first_and_goes_again, IN_FOLDER)
{
	struct rules *r = read_text(small);
	const struct policy *p = rules_top(r);
	struct str text = {0};
	struct answer a;
	const char *set;
	unsigned n;

	cr_expect_eq(may_read(p, "/a"), VERB_DENY);
	n = insert(r, "main", "{allow: read, path: /a/x}");
	cr_expect_eq(may_read(p, "/a/x/y"), VERB_ALLOW);
	cr_expect_eq(may_read(p, "/a"), VERB_DENY);
	policy_file(p, ACC_READ, "/a/x", &a);
	cr_expect_str_eq(a.file, "ctl");
	cr_expect_eq(a.line, (int)n);
	policy_file(p, ACC_STAT, "/a", &a);
	cr_expect_eq(a.verb, VERB_ALLOW, "the way to it");
	cr_expect_eq(rules_remove(r, n, &set, &text, &faults), 0);
	cr_expect_str_eq(set, "main");
	cr_expect_str_eq(str_text(&text), "{allow: read, path: /a/x}");
	cr_expect_eq(may_read(p, "/a/x/y"), VERB_DENY);
	policy_file(p, ACC_STAT, "/a", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	cr_expect_eq(may_read(p, "/b"), VERB_ALLOW);
	str_done(&text);
	rules_free(r);
}

Test(change, rules_of_files_go_too_and_only_once, IN_FOLDER)
{
	struct rules *r = read_text(small);
	struct str text = {0};
	const char *set;

	cr_expect_eq(rules_remove(r, 2, &set, &text, &faults), 0);
	cr_expect_eq(may_read(rules_top(r), "/b"), VERB_DENY);
	cr_expect_eq(may_read(rules_top(r), "/c"), VERB_DENY);
	cr_expect_eq(rules_remove(r, 2, &set, &text, &faults), -1);
	cr_assert_eq(faults.count, 1);
	cr_expect_str_eq(faults.lines[0], "there is no rule 2");
	fault_done(&faults);
	str_done(&text);
	rules_free(r);
}

Test(change, each_section_is_found, IN_FOLDER)
{
	struct rules *r = read_text(small);
	const struct policy *p = rules_top(r);
	struct net_object o = {.proto = NET_TCP, .family = AF_INET, .port = 80};
	struct answer a;

	cr_expect(!policy_net_possible(p, NET_TCP));
	insert(r, "main", "{allow: connect, to: \"tcp:*:80\"}");
	policy_net(p, ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect(policy_net_possible(p, NET_TCP));
	insert(r, "main", "{deny: any, to: \"tcp:*:80\"}");
	policy_net(p, ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_DENY);
	insert(r, "main", "{allow: [run], path: /bin/x, args: [a]}");
	cr_expect(policy_run_reads_args(p));
	policy_run(p, "/bin/x", 2, (const char *const[]){"x", "a"}, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	insert(r, "main", "{allow: fork}");
	policy_process(p, ACC_FORK, TARGET_JOB, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	insert(r, "main", "{kill: any, path: /k}");
	cr_expect_eq(may_read(p, "/k"), VERB_KILL);
	rules_free(r);
}

Test(change, a_profile_changes_for_those_who_live_under_it, IN_FOLDER)
{
	struct rules *r = read_text(small);
	struct answer a;

	policy_run(rules_top(r), "/bin/w", 0, NULL, &a);
	cr_assert_not_null(a.profile);
	insert(r, "w", "{ask: read, path: /q}");
	cr_expect_eq(may_read(a.profile, "/q"), VERB_ASK);
	cr_expect_eq(may_read(a.profile, "/w"), VERB_ALLOW);
	cr_expect_eq(may_read(rules_top(r), "/q"), VERB_DENY);
	insert(r, "main", "{allow: run, path: /bin/v, profile: w}");
	policy_run(rules_top(r), "/bin/v", 0, NULL, &a);
	cr_assert_not_null(a.profile);
	cr_expect_str_eq(policy_name(a.profile), "w");
	rules_free(r);
}

Test(change, what_is_no_rule_changes_nothing, IN_FOLDER)
{
	struct rules *r = read_text(small);

	refused(r, "x", "{allow: fork}", "ctl: this run has no rules 'x'");
	refused(r, "main", "allow",
	    "ctl:1:1: a rule is a mapping such as {allow: read, path: /x}");
	refused(r, "main", "",
	    "ctl: a rule is a mapping such as {allow: read, path: /x}");
	refused(r, "main", "{allow: read}",
	    "ctl:1:1: a files rule needs 'path'");
	refused(r, "main", "{allow: read, path: b}",
	    "ctl:1:21: 'b' is not absolute: a path starts with /, ~, ./ or "
	    "${NAME}");
	refused(r, "main", "{allow: read, path: ./b}",
	    "ctl:1:21: ./ has no meaning: there is no folder that it could be");
	refused(r, "main", "{allow: run, path: /b, profile: lab}",
	    "ctl:1:33: this run has no profile 'lab'");
	refused(r, "main", "{allow: run, path: /b, profile: main}",
	    "ctl:1:33: this run has no profile 'main'");
	cr_expect_eq(may_read(rules_top(r), "/b"), VERB_ALLOW);
	rules_free(r);
}

Test(change, all_rules_are_listed_with_number_and_place, IN_FOLDER)
{
	struct rules *r = read_text(small);
	struct str text = {0};

	insert(r, "main", "{allow: fork}");
	rules_list(r, &text);
	cr_expect_str_eq(str_text(&text),
	    "rules main, default deny\n"
	    "     1 files     {deny: read, path: /a} r.yaml:3\n"
	    "     2 files     {allow: read, path: [/b, /c]} r.yaml:4\n"
	    "     3 programs  {allow: run, path: /bin/w, profile: w} "
	    "r.yaml:5\n"
	    "     5 processes {allow: fork} ctl:5\n"
	    "rules w, default deny\n"
	    "     4 files     {allow: read, path: /w} r.yaml:6\n");
	str_done(&text);
	rules_free(r);
}

Test(change, rules_of_the_command_line_are_listed_by_their_option, IN_FOLDER)
{
	struct rules *r = rules_new();
	struct str text = {0};

	rules_add_ro(r, "/a\n", &faults);
	rules_finish(r, &faults);
	cr_assert(!fault_any(&faults));
	rules_list(r, &text);
	cr_expect_str_eq(str_text(&text),
	    "rules main, default deny\n"
	    "     1 files     denied by --ro /a\\n command line:1\n"
	    "     2 files     allowed by --ro /a\\n command line:1\n");
	str_done(&text);
	rules_free(r);
}

Test(change, many_changes_keep_their_order, IN_FOLDER)
{
	struct rules *r = read_text(small);
	struct str text = {0};
	const char *set;
	unsigned first = 0;

	for (int i = 0; i < 200; i++) {
		unsigned n = insert(r, "main",
		    i % 2 == 0 ? "{allow: read, path: /z}"
			       : "{deny: read, path: /z}");

		first = first == 0 ? n : first;
	}
	for (unsigned n = first + 199; n > first; n--) {
		cr_expect_eq(may_read(rules_top(r), "/z"),
		    (n - first) % 2 == 0 ? VERB_ALLOW : VERB_DENY);
		cr_expect_eq(rules_remove(r, n, &set, &text, &faults), 0);
	}
	str_done(&text);
	rules_free(r);
}
