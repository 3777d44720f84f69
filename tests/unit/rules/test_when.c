/* Rules that speak where a module's code stands on the stack: which names they
 * mean, where they may stand, and what they answer. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "faults.h"
#include "rules.h"

TestSuite(when, .timeout = 20);

/* A thread on whose stack one module stands; ctx NULL: it cannot be told. */
struct modname {
	const char *text;
};

static enum when_is
stands(void *ctx, const struct when *w)
{
	const struct modname *m = ctx;

	if (m == NULL)
		return WHEN_UNKNOWN;
	return when_means(w, m->text) ? WHEN_IS : WHEN_NOT;
}

static struct answer
asked_by(const struct rules *r, const char *module, enum access one,
    const char *path)
{
	struct modname m = {module};
	const struct who who = {.ctx = module != NULL ? &m : NULL,
	    .stands = stands};
	struct answer a;

	policy_file_by(rules_top(r), &who, one, path, &a);
	return a;
}

/* Does `when: {python: ...}` mean the module? */
static bool
means(const char *python, const char *module)
{
	char text[256];
	struct rules *r;
	bool is;

	snprintf(text, sizeof(text),
	    "version: 1\ndefault: allow\nfiles:\n"
	    "  - {deny: read, path: /x, when: {python: %s}}\n",
	    python);
	r = rules_from(text, RULES_DENY);
	is = asked_by(r, module, ACC_READ, "/x").verb == VERB_DENY;
	rules_free(r);
	return is;
}

Test(when, a_name_means_the_module_alone)
{
	cr_expect(means("requests", "requests"));
	cr_expect_not(means("requests", "requests.sessions"));
	cr_expect_not(means("requests", "requests2"));
	cr_expect_not(means("requests", "my.requests"));
	cr_expect_not(means("requests", ""));
	cr_expect(means("a.b", "a.b"));
	cr_expect_not(means("a.b", "a"));
	cr_expect_not(means("a.b", "a/b"));
	cr_expect_not(means("a.b", "a_b"));
}

Test(when, a_star_at_the_end_means_the_package_and_all_below)
{
	cr_expect(means("\"requests.*\"", "requests"));
	cr_expect(means("\"requests.*\"", "requests.sessions"));
	cr_expect(means("\"requests.*\"", "requests.packages.urllib3.util"));
	cr_expect_not(means("\"requests.*\"", "requests_oauth.x"));
	cr_expect_not(means("\"requests.*\"", "pip.requests"));
	cr_expect(means("\"*\"", "os"));
	cr_expect(means("\"*\"", "os.path"));
}

Test(when, a_star_inside_stays_in_its_name)
{
	cr_expect(means("\"test_*\"", "test_one"));
	cr_expect_not(means("\"test_*\"", "test_one.two"));
	cr_expect(means("\"test_*.*\"", "test_one.two.three"));
	cr_expect(means("\"a.*.c\"", "a.b.c"));
	cr_expect_not(means("\"a.*.c\"", "a.b.b.c"));
}

Test(when, a_list_means_each_and_a_program_has_two_names)
{
	cr_expect(means("[\"a.*\", b]", "b"));
	cr_expect(means("[\"a.*\", b]", "a.x"));
	cr_expect_not(means("[\"a.*\", b]", "c"));
	cr_expect(means("__main__", "__main__"));
	cr_expect(means("__main__", "tool.__main__"));
	cr_expect(means("\"tool.*\"", "tool.__main__"));
	cr_expect_not(means("__main__", "not__main__"));
	cr_expect_not(means("tool", "tool.__main__"));
}

Test(when, a_name_that_is_too_long_is_nobodys)
{
	char name[2000];

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	cr_expect_not(means("\"a*\"", name));
}

static const char RULES[] = "version: 1\nfiles:\n"
			    "  - {deny: read, path: /a, errno: EROFS, when: "
			    "{python: \"m.*\"}}\n"
			    "  - {kill: read, path: /b, when: {python: m}}\n"
			    "  - {ask: any, path: /c, when: {python: m}}\n"
			    "  - {allow: read, path: [/a, /b]}\n"
			    "  - {allow: read, path: /d, inject: {error: EIO, "
			    "when: {python: m}}}\n";

Test(when, decides_in_its_place_and_else_the_next)
{
	struct rules *r = rules_from(RULES, RULES_DENY);
	struct answer a = asked_by(r, "m.x", ACC_READ, "/a/x");

	cr_expect_eq(a.verb, VERB_DENY);
	cr_expect_eq(a.err, EROFS);
	cr_expect_eq(a.line, 3);
	cr_expect_not(a.guessed);
	cr_expect_str_eq(when_text(a.when), "m.*");
	a = asked_by(r, "n", ACC_READ, "/a/x");
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_eq(a.line, 6);
	cr_expect_null(a.when);
	cr_expect_eq(asked_by(r, "m", ACC_READ, "/b").verb, VERB_KILL);
	cr_expect_eq(asked_by(r, "n", ACC_READ, "/b").verb, VERB_ALLOW);
	cr_expect_eq(asked_by(r, "m", ACC_READ, "/c").verb, VERB_ASK);
	cr_expect_eq(asked_by(r, "n", ACC_READ, "/c").verb, VERB_DENY);
	rules_free(r);
}

Test(when, what_cannot_be_told_takes_away_and_does_not_inject)
{
	struct rules *r = rules_from(RULES, RULES_DENY);
	struct answer a = asked_by(r, NULL, ACC_READ, "/a");

	cr_expect_eq(a.verb, VERB_DENY);
	cr_expect(a.guessed);
	cr_expect_eq(asked_by(r, NULL, ACC_READ, "/b").verb, VERB_KILL);
	cr_expect_eq(asked_by(r, NULL, ACC_READ, "/c").verb, VERB_ASK);
	a = asked_by(r, NULL, ACC_READ, "/d");
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_null(a.inject);
	cr_expect_not(a.guessed);
	cr_expect_not_null(asked_by(r, "m", ACC_READ, "/d").inject);
	cr_expect_null(asked_by(r, "n", ACC_READ, "/d").inject);
	rules_free(r);
}

/* A forged frame gets nothing: no look at a name, no way to it. */
Test(when, gives_no_stat_and_no_way)
{
	struct rules *r = rules_from("version: 1\nfiles:\n"
				     "  - {ask: any, path: /w/c, when: "
				     "{python: m}}\n",
	    RULES_DENY);

	cr_expect_eq(asked_by(r, "m", ACC_READ, "/w/c").verb, VERB_ASK);
	cr_expect_eq(asked_by(r, "m", ACC_STAT, "/w/c").verb, VERB_DENY);
	cr_expect_eq(asked_by(r, "m", ACC_STAT, "/w").verb, VERB_DENY);
	rules_free(r);
}

Test(when, holds_in_every_section)
{
	struct rules *r = rules_from(
	    "version: 1\ndefault: allow\nnetwork:\n"
	    "  - {deny: connect, to: [\"tcp:*:80\", \"unix:/s\"], when: "
	    "{python: m}}\n"
	    "programs:\n"
	    "  - {deny: run, path: /p, args: [x], when: {python: m}}\n"
	    "processes:\n"
	    "  - {deny: [fork, signal], to: job, when: {python: m}}\n",
	    RULES_DENY);
	struct net_object tcp = {.proto = NET_TCP, .family = 2, .port = 80};
	struct net_object s = {.proto = NET_UNIX,
	    .family = 1,
	    .name = "/s",
	    .name_len = 2};
	const char *argv[] = {"p", "x"};

	for (int is = 0; is < 2; is++) {
		struct modname m = {is ? "m" : "n"};
		const struct who who = {.ctx = &m, .stands = stands};
		enum verb want = is ? VERB_DENY : VERB_ALLOW;
		const struct policy *p = rules_top(r);
		struct answer a;

		policy_net_by(p, &who, ACC_CONNECT, &tcp, &a);
		cr_expect_eq(a.verb, want);
		policy_net_by(p, &who, ACC_CONNECT, &s, &a);
		cr_expect_eq(a.verb, want);
		policy_run_by(p, &who, "/p", 2, argv, &a);
		cr_expect_eq(a.verb, want);
		policy_run_by(p, &who, "/p", 1, argv, &a);
		cr_expect_eq(a.verb, VERB_ALLOW);
		policy_process_by(p, &who, ACC_FORK, TARGET_SELF, &a);
		cr_expect_eq(a.verb, want);
		policy_process_by(p, &who, ACC_SIGNAL, TARGET_JOB, &a);
		cr_expect_eq(a.verb, want);
	}
	rules_free(r);
}

/* What may be written is what somebody may write. */
Test(when, forbids_nobody_for_sure)
{
	struct rules *r =
	    rules_from("version: 1\nfiles:\n"
		       "  - {deny: write, path: /job/a, when: {python: m}}\n"
		       "  - {ask: write, path: /job/b, when: {python: m}}\n"
		       "  - {allow: write, path: /job/a}\n",
		RULES_DENY);

	cr_expect(rules_may_write(r, "/job/a", false));
	cr_expect_not(rules_may_write(r, "/job/b", false));
	cr_expect(rules_may_write(r, "/job/b", true));
	rules_free(r);
}

Test(when, is_told_by_explain)
{
	struct rules *r = rules_from(RULES, RULES_DENY);
	struct question q = {.one = ACC_READ, .path = "/a"};
	cleanup_str struct str why = {0};
	struct tried t;

	cr_assert(explain_rule(rules_top(r), &q, 0, &t, &why));
	cr_expect_eq(t.miss, MISS_WHEN);
	cr_expect_str_eq(str_text(&why),
	    "it denies this only where a frame of m.* stands on the Python "
	    "stack, or where that cannot be told");
	rules_free(r);
}

#define GIVES                                                                  \
	": one line of Python forges a frame, and so would take what the "     \
	"rule gives; put it on deny, kill or ask, or into 'inject'\n"

Test(when, may_not_stand_on_what_gives, IN_FOLDER)
{
	expect("files:\n  - {allow: read, path: /a, when: {python: m}}\n",
	    "r.yaml:3:29: 'when' may not stand on a rule that allows" GIVES);
	expect(
	    "files:\n  - {allow: read, path: /a, inject: {error: EIO}, when: "
	    "{python: m}}\n",
	    "r.yaml:3:51: 'when' may not stand on a rule that allows" GIVES);
	expect("network:\n  - {allow: bind, to: \"tcp:*:1\", when: {python: "
	       "m}}\n",
	    "r.yaml:3:34: 'when' may not stand on a rule that allows" GIVES);
	expect("network:\n  - {redirect: connect, to: \"tcp:*:1\", via: "
	       "tcp:127.0.0.1:2, when: {python: m}}\n",
	    "r.yaml:3:62: 'when' may not stand on a rule that redirects" GIVES);
	expect("programs:\n  - {allow: run, path: /a, when: {python: m}}\n",
	    "r.yaml:3:28: 'when' may not stand on a rule that allows" GIVES);
	expect("processes:\n  - {allow: fork, when: {python: m}}\n",
	    "r.yaml:3:19: 'when' may not stand on a rule that allows" GIVES);
	expect("files:\n  - {ask: stat, path: /a, when: {python: m}}\n",
	    "r.yaml:3:27: 'when' may not stand on a rule that asks about "
	    "'stat' alone: that is allowed without a question, and one line "
	    "of Python forges a frame; say deny\n");
}

#define DENY(when) "files:\n  - {deny: read, path: /a, when: " when "}\n"
#define NAMES      "a module is names with dots between, in which '*' may stand\n"

Test(when, faults, IN_FOLDER)
{
	expect(DENY("requests"),
	    "r.yaml:3:34: 'when' is a mapping such as {key: value}, not a "
	    "word\n");
	expect(DENY("{}"), "r.yaml:3:34: 'when' needs 'python'\n");
	expect(DENY("{pyhton: m}"),
	    "r.yaml:3:35: unknown key 'pyhton' in 'when' (did you mean "
	    "'python'?)\nr.yaml:3:34: 'when' needs 'python'\n");
	expect(DENY("{python: []}"),
	    "r.yaml:3:43: a module is a word or a list of words, not an empty "
	    "list\n");
	expect(DENY("{python: \"\"}"),
	    "r.yaml:3:43: a module is a word, not nothing\n");
	expect(DENY("{python: .a}"),
	    "r.yaml:3:43: bad module '.a': a name is missing at a dot\n");
	expect(DENY("{python: a.}"),
	    "r.yaml:3:43: bad module 'a.': a name is missing at a dot\n");
	expect(DENY("{python: a..b}"),
	    "r.yaml:3:43: bad module 'a..b': a name is missing at a dot\n");
	expect(DENY("{python: a/b}"), "r.yaml:3:43: bad module 'a/b': " NAMES);
	expect(DENY("{python: \"a-b\"}"),
	    "r.yaml:3:43: bad module 'a-b': " NAMES);
	expect(DENY("{python: \"a[b]\"}"),
	    "r.yaml:3:43: bad module 'a[b]': " NAMES);
	expect(DENY("{python: 2to3}"),
	    "r.yaml:3:43: bad module '2to3': no name begins with a digit\n");
	expect(DENY("{python: \"a.**\"}"),
	    "r.yaml:3:43: bad module 'a.**': a '*' stands for what is in one "
	    "name, and '.*' at the end for all below\n");
	expect(DENY("{python: a.__init__}"),
	    "r.yaml:3:43: bad module 'a.__init__': a package's own code is "
	    "called as the package is\n");
	expect("files:\n  - {allow: read, path: /a, inject: {error: EIO, when: "
	       "{python: \"a b\"}}}\n",
	    "r.yaml:3:65: bad module 'a b': " NAMES);
}

static void
add_warning(const char *text, const char *want)
{
	struct rules *r = rules_from(text, RULES_DENY);
	struct faults f = {0};
	cleanup_str struct str all = {0};

	rules_warn(r, &f);
	for (size_t i = 0; i < f.count; i++)
		str_addf(&all, "%d;", atoi(strchr(f.lines[i], ':') + 1));
	cr_expect_str_eq(str_text(&all), want);
	fault_done(&f);
	rules_free(r);
}

/* Who speaks for some decides nothing for all. */
Test(when, covers_only_its_like)
{
	add_warning("version: 1\nfiles:\n"
		    "  - {deny: read, path: /etc, when: {python: m}}\n"
		    "  - {deny: read, path: /etc}\n",
	    "");
	add_warning("version: 1\nfiles:\n"
		    "  - {deny: read, path: /etc, when: {python: m}}\n"
		    "  - {kill: read, path: /etc, when: {python: m}}\n",
	    "4;");
	add_warning("version: 1\nfiles:\n"
		    "  - {deny: read, path: /etc}\n"
		    "  - {deny: read, path: /etc, when: {python: m}}\n",
	    "4;");
}
