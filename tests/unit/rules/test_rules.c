/* Rules that depend on where and how they are read: links, folders, order,
 * variables, the command line, profiles of programs, host names. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "rules.h"

TestSuite(rules, .timeout = 30);

static char folder[] = "/tmp/ptsandbox-rules-XXXXXX";

static void
enter(void)
{
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static void
leave(void)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_expect_eq(system(command), 0);
}

#define AROUND .init = enter, .fini = leave

static void
put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	cr_assert_not_null(f);
	fputs(text, f);
	fclose(f);
}

/* Finishes rules that must be without fault. */
static const struct policy *
finish(struct rules *r, struct faults *f)
{
	rules_finish(r, f);
	fault_print(f, stderr);
	cr_assert(!fault_any(f));
	return rules_top(r);
}

static struct rules *
read_text(const char *text)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	put("r.yaml", text);
	rules_add_file(r, "r.yaml", &f);
	finish(r, &f);
	return r;
}

/* The answer's line when allowed, its negative when not, 0 by default. */
static int
line_of(const struct policy *p, enum access one, const char *path)
{
	struct answer a;

	policy_file(p, one, path, &a);
	return a.verb == VERB_ALLOW ? a.line : -a.line;
}

static const char *
in(const char *name)
{
	static char path[8][200];
	static int turn;

	turn = (turn + 1) % 8;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder, name);
	return path[turn];
}

Test(rules, links_in_rules_are_followed, AROUND)
{
	struct rules *r;
	const struct policy *p;

	mkdir("real", 0755);
	mkdir("real/sub", 0755);
	cr_assert_eq(symlink("real", "link"), 0);
	cr_assert_eq(symlink("python3.11", "real/python3"), 0);
	put("real/python3.11", "");
	r = read_text("version: 1\nfiles:\n"
		      "  - {allow: read, path: ./link/sub}\n"
		      "  - {allow: read, path: ./real/python3}\n"
		      "  - {allow: read, path: './link/*.txt'}\n"
		      "  - {allow: read, path: ./link/later/x}\n"
		      "  - {allow: read, path: ./link/../up}\n");
	p = rules_top(r);
	cr_expect_eq(line_of(p, ACC_READ, in("real/sub/x")), 3);
	cr_expect_eq(line_of(p, ACC_READ, in("link/sub/x")), 3);
	cr_expect_eq(line_of(p, ACC_READ, in("real/python3.11")), 4);
	cr_expect_eq(line_of(p, ACC_READ, in("real/a.txt")), 5);
	cr_expect_eq(line_of(p, ACC_READ, in("link/a.txt")), 5);
	cr_expect_eq(line_of(p, ACC_READ, in("real/later/x")), 6);
	cr_expect_eq(line_of(p, ACC_READ, in("up")), 7);
	cr_expect_eq(line_of(p, ACC_READ, in("real")), 0);
	cr_expect_eq(line_of(p, ACC_STAT, in("real")), 3);
	rules_free(r);
}

Test(rules, variables_are_literal, AROUND)
{
	struct rules *r;

	setenv("STARS", "/x/*[a]", 1);
	r = read_text("version: 1\nfiles:\n"
		      "  - {allow: read, path: '${STARS}/b*'}\n"
		      "  - {allow: read, path: '${CWD}/here'}\n"
		      "  - {allow: read, path: ['${UNSET_?}/a', /kept]}\n");
	cr_expect_eq(line_of(rules_top(r), ACC_READ, "/x/*[a]/b1"), 3);
	cr_expect_eq(line_of(rules_top(r), ACC_READ, "/x/ya/b1"), 0);
	cr_expect_eq(line_of(rules_top(r), ACC_READ, in("here")), 4);
	cr_expect_eq(line_of(rules_top(r), ACC_READ, "/kept"), 5);
	cr_expect_eq(line_of(rules_top(r), ACC_READ, "/a"), 0);
	rules_free(r);
}

Test(rules, included_rules_come_behind, AROUND)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	struct answer a;

	mkdir("sub", 0755);
	put("sub/inc.yaml",
	    "version: 1\ndefault: allow\naudit: {log: none}\n"
	    "files:\n"
	    "  - {deny: read, path: /a}\n"
	    "  - {allow: read, path: [./beside, /b]}\n");
	put("one.yaml",
	    "version: 1\ninclude: ./sub/inc.yaml\n"
	    "default: deny\nfiles: [{allow: read, path: /a}]\n");
	put("two.yaml", "version: 1\nfiles: [{deny: read, path: /b}]\n");
	rules_add_file(r, "one.yaml", &f);
	rules_add_file(r, "two.yaml", &f);
	finish(r, &f);
	policy_file(rules_top(r), ACC_READ, "/a", &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_str_eq(a.file, "one.yaml");
	cr_expect_eq(a.line, 4);
	policy_file(rules_top(r), ACC_READ, "/b", &a);
	cr_expect_str_eq(a.file, "sub/inc.yaml");
	cr_expect_eq(line_of(rules_top(r), ACC_READ, in("sub/beside")), 6);
	policy_file(rules_top(r), ACC_READ, "/c", &a);
	cr_expect_eq(a.verb, VERB_DENY, "the first default counts");
	cr_expect_null(a.file);
	cr_expect_eq(rules_audit_log(r), AUDIT_NONE);
	rules_free(r);
}

Test(rules, command_line_is_asked_first_and_its_last_word_first, AROUND)
{
	struct rules *r = rules_new();
	struct faults f = {0};
	struct answer a;

	put("r.yaml", "version: 1\nfiles: [{allow: any, path: /}]\n");
	mkdir("out", 0755);
	rules_add_ro(r, ".", &f);
	rules_add_rw(r, "out", &f);
	rules_add_net(r, "tcp:127.0.0.1:80", &f);
	rules_add_rw(r, "odd[1]*", &f);
	rules_add_file(r, "r.yaml", &f);
	finish(r, &f);
	policy_file(rules_top(r), ACC_CREATE, in("x"), &a);
	cr_expect_eq(a.verb, VERB_DENY);
	cr_expect_eq(a.err, EROFS);
	cr_expect_str_eq(a.file, "command line");
	cr_expect_eq(a.line, 1);
	cr_expect_eq(line_of(rules_top(r), ACC_READ, in("x")), 1);
	cr_expect_eq(line_of(rules_top(r), ACC_CREATE, in("out/x")), 2);
	cr_expect_eq(line_of(rules_top(r), ACC_CREATE, in("odd[1]*")), 4);
	cr_expect_eq(line_of(rules_top(r), ACC_CREATE, in("odd1x")), -1);
	cr_expect(policy_net_possible(rules_top(r), NET_TCP));
	cr_expect_not(policy_net_possible(rules_top(r), NET_UDP));
	rules_free(r);
}

Test(rules, command_line_mistakes_are_told)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	unsetenv("NOWHERE");
	cr_expect_eq(rules_add_ro(r, "${NOWHERE}/x", &f), -1);
	cr_expect_eq(rules_add_rw(r, "", &f), -1);
	cr_expect_eq(rules_add_net(r, "tcp:1", &f), -1);
	cr_assert_eq(f.count, 3);
	cr_expect_str_eq(f.lines[0],
	    "--ro ${NOWHERE}/x: ${NOWHERE} is not set");
	cr_expect_str_eq(f.lines[1], "--rw : a path is a word, not nothing");
	cr_expect_str_eq(f.lines[2],
	    "--allow-net tcp:1: bad target 'tcp:1': "
	    "ports are missing: PROTO:ADDRESS:PORTS");
	fault_done(&f);
	rules_free(r);
}

Test(rules, programs_have_their_own_profiles, AROUND)
{
	struct rules *r = read_text(
	    "version: 1\nprograms:\n"
	    "  - {allow: run, path: /w, profile: worker}\n"
	    "  - {allow: run, path: /n, profile: native}\n"
	    "  - {allow: run, path: /p}\n"
	    "files: [{allow: read, path: /top}]\n"
	    "profiles:\n  worker:\n"
	    "    files: [{allow: read, path: /w}]\n"
	    "    programs: [{allow: run, path: /w, profile: worker}]\n");
	const char *argv[] = {"w"};
	struct answer a, b;

	cr_expect_str_eq(policy_name(rules_top(r)), "main");
	policy_run(rules_top(r), "/w", 1, argv, &a);
	cr_assert_not_null(a.profile);
	cr_expect_str_eq(policy_name(a.profile), "worker");
	cr_expect_eq(line_of(a.profile, ACC_READ, "/w"), 9);
	cr_expect_eq(line_of(a.profile, ACC_READ, "/top"), 0);
	policy_run(a.profile, "/w", 1, argv, &b);
	cr_expect_eq(b.profile, a.profile);
	policy_run(rules_top(r), "/n", 1, argv, &a);
	cr_assert_not_null(a.profile);
	cr_expect_str_eq(policy_name(a.profile), "native");
	policy_process(a.profile, ACC_FORK, TARGET_JOB, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	policy_run(rules_top(r), "/p", 1, argv, &a);
	cr_expect_null(a.profile);
	rules_free(r);
}

Test(rules, default_allow_lets_all_but_the_outside, AROUND)
{
	struct rules *r = read_text("version: 1\ndefault: allow\n"
				    "files: [{deny: read, path: /x}]\n");
	const struct policy *p = rules_top(r);
	struct net_object o = {.proto = NET_TCP, .family = AF_INET};
	struct answer a;

	policy_file(p, ACC_CREATE, "/etc/passwd", &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect_null(a.file);
	policy_file(p, ACC_READ, "/x", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	policy_net(p, ACC_BIND, &o, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	cr_expect(policy_net_possible(p, NET_UDP));
	policy_process(p, ACC_SIGNAL, TARGET_OUTSIDE, &a);
	cr_expect_eq(a.verb, VERB_DENY);
	cr_expect_eq(a.err, EPERM);
	rules_free(r);
}

Test(rules, unnamed_abstract_sockets_and_names_with_nul, AROUND)
{
	struct rules *r = read_text("version: 1\nnetwork:\n"
				    "  - {allow: bind, to: 'unix:@*'}\n"
				    "  - {allow: connect, to: 'unix:@a?b'}\n");
	struct net_object o = {.proto = NET_UNIX,
	    .family = AF_UNIX,
	    .abstract = true,
	    .name = "a\0b",
	    .name_len = 3};
	struct answer a;

	policy_net(rules_top(r), ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	o.name_len = 2;
	policy_net(rules_top(r), ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_DENY);
	o.name_len = 0;
	policy_net(rules_top(r), ACC_BIND, &o, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	rules_free(r);
}

Test(rules, unknown_hosts_hold_nobody_up, AROUND)
{
	struct timespec before, after;
	struct net_object o = {.proto = NET_TCP, .family = AF_INET, .port = 1};
	struct rules *r;
	struct answer a;

	clock_gettime(CLOCK_MONOTONIC, &before);
	r = read_text("version: 1\nnetwork:\n"
		      "  - {allow: connect, to: 'tcp:no-such-host.invalid:1'}\n"
		      "  - {allow: connect, to: 'tcp:localhost:1'}\n");
	for (int i = 0; i < 1000; i++)
		policy_net(rules_top(r), ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_ALLOW, "0.0.0.0 is the local host");
	o.ip[0] = 8;
	for (int i = 0; i < 1000; i++)
		policy_net(rules_top(r), ACC_CONNECT, &o, &a);
	cr_expect_eq(a.verb, VERB_DENY);
	clock_gettime(CLOCK_MONOTONIC, &after);
	cr_expect_lt(after.tv_sec - before.tv_sec, 8);
	rules_free(r);
}

/* Nanoseconds that one question takes of `count` rules. */
static double
cost(int count)
{
	static char text[200000];
	size_t len =
	    (size_t)snprintf(text, sizeof(text), "version: 1\nfiles:\n");
	struct answer a;
	struct rules *r;
	clock_t start;

	for (int i = 0; i < count; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "  - {allow: read, path: '/data/set-%d/part%s'}\n", i,
		    i % 3 == 0 ? "-*" : "");
	r = read_text(text);
	start = clock();
	for (int i = 0; i < 300000; i++)
		policy_file(rules_top(r), ACC_READ,
		    i % 2 == 0 ? "/data/set-3/part-17/x/y/some-name.txt"
			       : "/usr/lib/python3.11/encodings/__init__.py",
		    &a);
	start = clock() - start;
	rules_free(r);
	return (double)start / CLOCKS_PER_SEC / 300000 * 1e9;
}

Test(rules, many_rules_cost_hardly_more_than_few, AROUND)
{
	double few = cost(10);
	double many = cost(1000);

	cr_log_info("a question: %.0f ns of 10 rules, %.0f ns of 1,000", few,
	    many);
	cr_expect_lt(many, few * 3 + 200);
}

Test(rules, shipped_profiles_need_nothing_of_the_environment)
{
	clearenv();
	for (size_t i = 0; rules_profile_names()[i] != NULL; i++) {
		struct rules *r = rules_new();
		struct faults f = {0};

		rules_add_profile(r, rules_profile_names()[i], &f);
		finish(r, &f);
		rules_free(r);
	}
}

Test(rules, lab_keeps_the_system_when_the_current_folder_is_the_root)
{
	struct rules *r;
	struct faults f = {0};
	struct answer a;

	cr_assert_eq(chdir("/"), 0);
	r = rules_new();
	rules_add_profile(r, "lab", &f);
	finish(r, &f);
	policy_file(rules_top(r), ACC_CREATE, "/data/x", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	policy_file(rules_top(r), ACC_MODIFY, "/etc/passwd", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	policy_file(rules_top(r), ACC_MODIFY, "/usr/bin/sh", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	policy_file(rules_top(r), ACC_READ, "/etc/shadow", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	policy_file(rules_top(r), ACC_READ, "/dev/sda", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	rules_free(r);
}
