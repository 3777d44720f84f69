/* What goes wrong on purpose, paths without what is below, and rules that only
 * tell. */
#include <criterion/criterion.h>
#include <errno.h>

#include "faults.h"
#include "rules.h"

TestSuite(inject, .timeout = 20);

Test(inject, is_part_of_the_answer)
{
	struct rules *r = rules_from(
	    "version: 1\nfiles:\n"
	    "  - {allow: write, path: ./a, inject: {error: ENOSPC, after: 3, "
	    "every: 2}}\n"
	    "  - {allow: read, path: ./, inject: {delay: 2s}}\n"
	    "network:\n"
	    "  - {allow: connect, to: \"tcp:*:80\", inject: {error: "
	    "ECONNREFUSED, delay: 20ms}}\n",
	    RULES_DENY);
	struct net_object o = {.proto = NET_TCP, .family = 2, .port = 80};
	struct answer a = file_answer(r, ACC_MODIFY, "/job/a");

	cr_assert_eq(a.verb, VERB_ALLOW);
	cr_assert_not_null(a.inject);
	cr_expect_eq(a.inject->err, ENOSPC);
	cr_expect_eq(a.inject->after, 3);
	cr_expect_eq(a.inject->every, 2);
	cr_expect_eq(a.inject->delay_ms, 0);
	a = file_answer(r, ACC_READ, "/job/a");
	cr_assert_not_null(a.inject);
	cr_expect_eq(a.inject->err, 0);
	cr_expect_eq(a.inject->delay_ms, 2000);
	cr_expect_eq(a.inject->after, 0);
	cr_expect_eq(a.inject->every, 1);
	policy_net(rules_top(r), ACC_CONNECT, &o, &a);
	cr_assert_not_null(a.inject);
	cr_expect_eq(a.inject->err, ECONNREFUSED);
	cr_expect_eq(a.inject->id, 2);
	cr_expect_eq(rules_injections(r), 3);
	cr_expect(rules_inject_delays(r));
	cr_expect_null(file_answer(r, ACC_READ, "/etc").inject);
	a = file_answer(r, ACC_STAT, "/");
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_null(a.inject);
	rules_free(r);
}

Test(inject, faults, IN_FOLDER)
{
	expect("files:\n  - {deny: read, path: /a, inject: {error: EIO}}\n",
	    "r.yaml:3:28: 'inject' goes with 'allow' only: what is denied "
	    "fails already, see 'errno'\n");
	expect("files:\n  - {allow: read, path: /a, inject: {after: 1}}\n",
	    "r.yaml:3:37: 'inject' needs 'error', 'delay' or both, "
	    "or 'short'\n");
	expect("files:\n  - {allow: read, path: /a, inject: {short: 3, error: "
	       "EIO}}\n",
	    "r.yaml:3:37: 'short' goes with neither 'error' nor 'delay': they "
	    "are of calls that ask the rules\n");
	expect("files:\n  - {allow: stat, path: /a, inject: {short: 3}}\n",
	    "r.yaml:3:37: 'short' is for a files rule that allows read or "
	    "modify\n");
	expect("network:\n  - {allow: connect, to: \"tcp:*:1\", inject: "
	       "{short: 3}}\n",
	    "r.yaml:3:45: 'short' is for a files rule that allows read or "
	    "modify\n");
	expect("files:\n  - {allow: read, path: /a, inject: {short: 0}}\n",
	    "r.yaml:3:45: '0' is not a number from 1 to 1000000000\n");
	expect("files:\n  - {allow: read, path: /a, inject: {error: EFOO}}\n",
	    "r.yaml:3:45: 'EFOO' is not the name of an error, such as EACCES, "
	    "EROFS or ENOENT\n");
	expect("files:\n  - {allow: read, path: /a, inject: {delay: 2}}\n",
	    "r.yaml:3:45: '2' is no delay: say 200ms or 2s, an hour at the "
	    "most\n");
	expect("files:\n  - {allow: read, path: /a, inject: {delay: 3601s}}\n",
	    "r.yaml:3:45: '3601s' is no delay: say 200ms or 2s, an hour at "
	    "the most\n");
	expect("files:\n  - {allow: read, path: /a, inject: {delay: 0ms}}\n",
	    "r.yaml:3:45: '0ms' is no delay: say 200ms or 2s, an hour at the "
	    "most\n");
	expect("files:\n  - {allow: read, path: /a, inject: {error: EIO, "
	       "every: 0, after: -1}}\n",
	    "r.yaml:3:67: '-1' is not a number from 0 to 1000000000\n"
	    "r.yaml:3:57: '0' is not a number from 1 to 1000000000\n");
	expect("programs:\n  - {allow: run, path: /a, inject: {error: EIO}}\n",
	    "r.yaml:3:28: unknown key 'inject' in a programs rule\n");
}

Test(inject, below_false_leaves_out_what_is_in_a_folder)
{
	struct rules *r =
	    rules_from("version: 1\nfiles:\n"
		       "  - {allow: read, path: [/srv, /], below: false}\n"
		       "  - {allow: read, path: \"/opt/*\", below: false}\n"
		       "  - {allow: modify, path: /srv, below: true}\n",
		false);

	cr_expect_eq(file_answer(r, ACC_READ, "/srv").verb, VERB_ALLOW);
	cr_expect_eq(file_answer(r, ACC_READ, "/").verb, VERB_ALLOW);
	cr_expect_eq(file_answer(r, ACC_READ, "/srv/x").verb, VERB_DENY);
	cr_expect_eq(file_answer(r, ACC_READ, "/opt/a").verb, VERB_ALLOW);
	cr_expect_eq(file_answer(r, ACC_READ, "/opt/a/b").verb, VERB_DENY);
	cr_expect_eq(file_answer(r, ACC_MODIFY, "/srv/x/y").verb, VERB_ALLOW);
	cr_expect_eq(file_answer(r, ACC_STAT, "/opt").verb, VERB_ALLOW);
	rules_free(r);
}

Test(inject, below_is_a_truth, IN_FOLDER)
{
	expect("files:\n  - {allow: read, path: /a, below: no}\n",
	    "r.yaml:3:36: 'below' is true or false, not 'no'\n");
}

Test(audit_only, answers_what_would_have_been)
{
	struct rules *r = rules_from("version: 1\nfiles:\n"
				     "  - {deny: read, path: /srv/a}\n"
				     "  - {kill: read, path: /srv/b}\n"
				     "  - {allow: read, path: /srv/c}\n",
	    RULES_TELL);
	struct net_object o = {.proto = NET_TCP, .family = 2, .port = 80};
	struct answer a = file_answer(r, ACC_READ, "/srv/a");

	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_eq(a.would, VERB_DENY);
	cr_expect_eq(a.err, 0);
	cr_expect_eq(a.line, 3);
	a = file_answer(r, ACC_READ, "/srv/b");
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_eq(a.would, VERB_KILL);
	cr_expect_eq(file_answer(r, ACC_READ, "/srv/c").would, VERB_ALLOW);
	a = file_answer(r, ACC_READ, "/none");
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_eq(a.would, VERB_DENY);
	cr_expect_null(a.file);
	policy_net(rules_top(r), ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_eq(a.would, VERB_DENY);
	cr_expect(policy_net_possible(rules_top(r), NET_TCP));
	policy_run(rules_top(r), "/bin/x", 0, NULL, &a);
	cr_expect_eq(a.would, VERB_DENY);
	policy_process(rules_top(r), ACC_FORK, TARGET_SELF, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_eq(a.would, VERB_DENY);
	/* Nothing ever reaches outside the job. */
	policy_process(rules_top(r), ACC_SIGNAL, TARGET_OUTSIDE, &a);
	cr_expect_eq(a.verb, VERB_DENY);
	rules_free(r);
}
