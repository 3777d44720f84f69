/* What may be expected, and what is no expectation. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "faults.h"
#include "net_object.h"
#include "rules.h"

TestSuite(expect, .timeout = 20);

Test(expect, faults_have_their_places, IN_FOLDER)
{
	expect("expect: []\n",
	    "r.yaml:2:9: 'expect' is a mapping such as {key: value}, not a "
	    "list\n");
	expect("expect: {write: [x]}\n",
	    "r.yaml:2:10: unknown key 'write' in 'expect' (did you mean "
	    "'writes'?)\n");
	expect("expect: {reads: {nor: [x]}}\n",
	    "r.yaml:2:18: unknown key 'nor' in an expectation (did you mean "
	    "'not'?)\n");
	expect("expect: {reads: {}}\n",
	    "r.yaml:2:17: 'reads' says nothing: some, not or only is "
	    "missing\n");
	expect("expect: {reads: []}\n",
	    "r.yaml:2:17: a word is a word or a list of words, not "
	    "an empty list\n");
	expect("expect: {connects: [/run/x]}\n",
	    "r.yaml:2:21: bad target '/run/x': starts with none of tcp:, "
	    "udp:, unix: and any:\n");
	expect("expect: {status: 256}\n",
	    "r.yaml:2:18: '256' is not a number from 0 to 255\n");
	expect("expect: {status: [0, -1]}\n",
	    "r.yaml:2:22: '-1' is not a number from 0 to 255\n");
	expect("expect: {max-processes: many}\n",
	    "r.yaml:2:25: 'many' is not a number from 0 to 999999999\n");
	expect("expect: {opens-at-most: {x: data}}\n",
	    "r.yaml:2:26: 'x' is not a number from 0 to 999999999\n");
	expect("expect: {opens-at-most: 3}\n",
	    "r.yaml:2:25: 'opens-at-most' is a mapping such as {100: PATH}, "
	    "not a word\n");
	expect("expect: {writes: ['/a[']}\n",
	    "r.yaml:2:19: bad pattern '/a[': a set without its ']'\n");
}

Test(expect, stands_in_no_profile, IN_FOLDER)
{
	expect("profiles: {p: {expect: {status: 0}}}\n",
	    "r.yaml:2:16: unknown key 'expect' in a profile\n");
}

Test(expect, is_kept_in_its_order, IN_FOLDER)
{
	static const struct {
		const char *key;
		enum expect_kind kind;
		size_t line;
	} want[] = {
	    {"status",        EXPECT_STATUS,    3},
            {"writes",        EXPECT_SOME,      4},
	    {"writes",        EXPECT_SOME,      4},
            {"reads",         EXPECT_NOT,       5},
	    {"reads",         EXPECT_ONLY,      5},
            {"network",       EXPECT_ONLY,      6},
	    {"opens-at-most", EXPECT_AT_MOST,   7},
	    {"opens-at-most", EXPECT_AT_MOST,   7},
	    {"max-processes", EXPECT_PROCESSES, 8}
        };
	static const char text[] = "version: 1\nexpect:\n  status: 3\n"
				   "  writes: [a, b]\n"
				   "  reads: {not: c, only: [d, e]}\n"
				   "  network: none\n"
				   "  opens-at-most: {1: a, 2: [b, c]}\n"
				   "  max-processes: 4\n";
	struct rules *r = rules_new();
	struct faults f = {0};
	const struct expectation *x;
	size_t i = 0;

	put("x.yaml", text, strlen(text));
	cr_assert_eq(rules_add_expect(r, "x.yaml", &f), 0);
	for (x = rules_expectations(r); x != NULL; x = x->next, i++) {
		cr_assert(i < sizeof(want) / sizeof(want[0]));
		cr_expect_str_eq(x->key, want[i].key);
		cr_expect_eq(x->kind, want[i].kind, "%zu", i);
		cr_expect_eq(x->line, want[i].line, "%zu", i);
	}
	cr_expect_eq(i, sizeof(want) / sizeof(want[0]));
	rules_free(r);
}

Test(expect, a_file_of_its_own_holds_nothing_else, IN_FOLDER)
{
	static const char text[] = "version: 1\nfiles: []\n";
	struct rules *r = rules_new();
	struct faults f = {0};

	put("x.yaml", text, strlen(text));
	cr_assert_eq(rules_add_expect(r, "x.yaml", &f), -1);
	cr_expect_str_eq(f.lines[0],
	    "x.yaml:2:1: unknown key 'files' in a file of expectations");
	cr_expect_str_eq(f.lines[1], "x.yaml:1:1: 'expect' is missing");
	fault_done(&f);
	rules_free(r);
}

static bool
means(const char *key, const char *word, enum access one, const char *path)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	struct net_object o;
	char text[300];
	bool net, yes;

	snprintf(text, sizeof(text), "version: 1\nexpect: {%s: '%s'}\n", key,
	    word);
	put("x.yaml", text, strlen(text));
	cr_assert_eq(rules_add_expect(r, "x.yaml", &f), 0, "%s", f.lines[0]);
	net = (one & ACC_NETWORK) != 0 && net_object_read(path, &o);
	yes = expect_means(rules_expectations(r), one, path, net ? &o : NULL);
	rules_free(r);
	return yes;
}

Test(expect, words_mean_paths_programs_and_addresses, IN_FOLDER)
{
	cr_expect(means("reads", "/a/b", ACC_READ, "/a/b/c"));
	cr_expect_not(means("reads", "/a/b", ACC_READ, "/a/bc"));
	cr_expect(means("reads", "/a/**/x", ACC_READ, "/a/b/c/x"));
	cr_expect(means("reads", "/", ACC_READ, "/a"));
	cr_expect(means("runs", "gcc", ACC_RUN, "/usr/bin/gcc"));
	cr_expect(means("runs", "gcc*", ACC_RUN, "/usr/bin/gcc-12"));
	cr_expect_not(means("runs", "gcc", ACC_RUN, "/usr/gcc/cc"));
	cr_expect_not(means("runs", "/bin/gcc", ACC_RUN, "/opt/gcc"));
	cr_expect(means("connects", "tcp:10.0.0.0/8:80", ACC_CONNECT,
	    "tcp:10.2.3.4:80"));
	cr_expect_not(means("connects", "tcp:10.0.0.0/8:80", ACC_CONNECT,
	    "tcp:10.2.3.4:81"));
	cr_expect(means("connects", "unix:/run/*", ACC_CONNECT, "unix:/run/x"));
	cr_expect(means("connects", "unix:/", ACC_CONNECT, "unix:/run/x"));
	cr_expect(means("denied", "tcp:*:*", ACC_CONNECT, "tcp:1.1.1.1:1"));
	cr_expect_not(means("denied", "/a", ACC_CONNECT, "tcp:1.1.1.1:1"));
}

Test(expect, relative_words_start_where_the_job_does, IN_FOLDER)
{
	char path[200];

	cr_assert_not_null(getcwd(path, sizeof(path) - 10));
	strcat(path, "/out/x");
	cr_expect(means("writes", "out", ACC_CREATE, path));
	cr_expect_not(means("writes", "out", ACC_CREATE, "/out"));
}
