/* Explanations: what they say, and that they never differ from the answers. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "faults.h"
#include "net_object.h"

TestSuite(explain, .timeout = 20);

static const char text[] =
    "version: 1\n"
    "files:\n"
    "  - {deny: read, path: [/a/secret, '/a/*.key']}   # not these\n"
    "  - allow: [read, exec]\n"
    "    path: /a\n"
    "  - {allow: write, path: /a/out}\n"
    "  - {kill: any, path: '/**/x'}\n"
    "network:\n"
    "  - {allow: connect, to: ['tcp:10.0.0.1:80-90', 'unix:/run/*']}\n"
    "  - {deny: any, to: 'any:10.0.0.0/8:*'}\n"
    "  - {allow: connect, to: 'udp:*:53'}\n"
    "programs:\n"
    "  - {allow: run, path: /bin/git, args: [clone, '**']}\n"
    "  - {deny: run, path: /bin}\n"
    "processes:\n"
    "  - {deny: signal, to: children}\n"
    "  - {allow: signal, to: job}\n";

static struct rules *
load(void)
{
	struct rules *r = rules_new();
	struct faults f = {0};

	put("r.yaml", text, strlen(text));
	cr_assert_eq(rules_add_file(r, "r.yaml", &f), 0);
	cr_assert_eq(rules_finish(r, &f), 0);
	return r;
}

/* Rule n says so of the question. */
static void
says(const struct rules *r, const struct question *q, size_t n, enum miss miss,
    int line, const char *why)
{
	struct str got = {0};
	struct tried t;

	cr_assert(explain_rule(rules_top(r), q, n, &t, &got));
	cr_expect_eq(t.miss, miss, "rule %zu: %d", n, t.miss);
	cr_expect_eq(t.line, line, "rule %zu: line %d", n, t.line);
	cr_expect_str_eq(t.file, "r.yaml");
	cr_expect(strstr(str_text(&got), why) != NULL, "rule %zu: '%s'", n,
	    str_text(&got));
	str_done(&got);
}

Test(explain, tells_why_a_rule_does_not_fit, IN_FOLDER)
{
	struct rules *r = load();
	const char *const pull[] = {"git", "pull"};
	struct net_object o;
	struct question file = {.one = ACC_READ, .path = "/a/b/x"};
	struct question write = {.one = ACC_MODIFY, .path = "/a/b/x"};
	struct question run = {.one = ACC_RUN,
	    .path = "/bin/git",
	    .argc = 2,
	    .argv = pull};
	struct question net = {.one = ACC_CONNECT, .to = &o};
	struct question sig = {.one = ACC_SIGNAL, .whom = TARGET_SELF};

	says(r, &file, 0, MISS_OBJECT, 3, "they part behind /a");
	says(r, &file, 1, MISS_NONE, 4, "");
	says(r, &write, 1, MISS_ACCESS, 4, "");
	says(r, &write, 2, MISS_OBJECT, 6,
	    "its path is /a/out; they part behind /a");
	says(r, &write, 3, MISS_NONE, 7, "");
	file.path = "/b";
	says(r, &file, 1, MISS_OBJECT, 4, "which is elsewhere");
	write.path = "/a";
	says(r, &write, 2, MISS_OBJECT, 6, "below what is asked for");
	says(r, &run, 0, MISS_ARGS, 13, "its arguments are others");
	says(r, &run, 1, MISS_NONE, 14, "");
	cr_assert(net_object_read("tcp:10.0.0.1:99", &o));
	says(r, &net, 0, MISS_OBJECT, 9, "its ports are others");
	cr_assert(net_object_read("tcp:10.0.0.2:80", &o));
	says(r, &net, 0, MISS_OBJECT, 9, "its address is another");
	says(r, &net, 1, MISS_NONE, 10, "");
	cr_assert(net_object_read("tcp:[::1]:53", &o));
	says(r, &net, 2, MISS_OBJECT, 11, "its protocol is another");
	says(r, &sig, 0, MISS_OBJECT, 16, "it is for children");
	says(r, &sig, 1, MISS_NONE, 17, "");
	rules_free(r);
}

Test(explain, keeps_rules_as_they_were_written, IN_FOLDER)
{
	struct rules *r = load();
	struct question q = {.one = ACC_READ, .path = "/"};
	struct tried t;

	cr_assert(explain_rule(rules_top(r), &q, 0, &t, NULL));
	cr_expect_str_eq(t.text,
	    "- {deny: read, path: [/a/secret, '/a/*.key']} # not these");
	cr_assert(explain_rule(rules_top(r), &q, 1, &t, NULL));
	cr_expect_str_eq(t.text, "- allow: [read, exec] path: /a");
	cr_expect(!explain_rule(rules_top(r), &q, 4, &t, NULL));
	cr_assert(policy_rule(rules_top(r), 4, &t));
	cr_expect_eq(t.line, 9);
	cr_expect_not(t.shipped);
	cr_expect_not(policy_rule(rules_top(r), 11, &t));
	rules_free(r);
}

/* The first rule that is said to fit is the one that decided. */
static void
agrees(const struct rules *r, const struct question *q)
{
	struct answer a;
	struct tried t;
	size_t n = 0;

	explain_ask(rules_top(r), q, &a);
	while (
	    explain_rule(rules_top(r), q, n, &t, NULL) && t.miss != MISS_NONE)
		n++;
	if (explain_rule(rules_top(r), q, n, &t, NULL))
		cr_expect_eq(a.line, t.line, "%s: %d, not %d",
		    q->path != NULL ? q->path : "", a.line, t.line);
	else if (q->one != ACC_STAT)
		cr_expect_null(a.file, "%s", q->path != NULL ? q->path : "");
}

Test(explain, never_differs_from_the_answer, IN_FOLDER)
{
	static const char *const names[] = {"a", "secret", "x.key", "out", "x",
	    "bin", "git"};
	static const char *const nets[] = {"tcp:10.0.0.1:85", "tcp:10.0.0.1:99",
	    "udp:10.1.1.1:53", "udp:1.1.1.1:53", "udp:[::1]:53", "unix:/run/x",
	    "unix:/run", "unix:/run/x/y", "unix:@run", "any:10.0.0.1:85",
	    "family:16"};
	struct rules *r = load();
	char path[100];

	for (int i = 0; i < 7 * 7 * 7; i++)
		for (unsigned bit = 1; bit <= ACC_EXEC; bit <<= 1) {
			struct question q = {.one = (enum access)bit,
			    .path = path};

			snprintf(path, sizeof(path), "/%s/%s/%s", names[i % 7],
			    names[i / 7 % 7], names[i / 49]);
			agrees(r, &q);
			q.one = ACC_RUN;
			q.argv = names;
			q.argc = 2;
			agrees(r, &q);
		}
	for (size_t i = 0; i < sizeof(nets) / sizeof(nets[0]); i++)
		for (unsigned bit = ACC_CONNECT; bit <= ACC_SOCKET; bit <<= 1) {
			struct net_object o;
			struct question q = {.one = (enum access)bit, .to = &o};

			cr_assert(net_object_read(nets[i], &o), "%s", nets[i]);
			agrees(r, &q);
		}
	rules_free(r);
}

Test(explain, reads_only_what_is_an_object)
{
	static const char *const none[] = {"", "tcp", "tcp:", "tcp:1.2.3.4",
	    "tcp:1.2.3.4:", "tcp:1.2.3.4:x", "tcp:1.2.3.4:65536",
	    "tcp:1.2.3:80", "tcp:[::1:80", "tcp:::1:80", "tcp:[]:80",
	    "tcp:host:80", "sctp:1.2.3.4:80", "family:", "family:x",
	    "family:999999999", "/run/x", "tcp:1.2.3.4:80 ",
	    "tcp:[1111:1111:1111:1111:1111:1111:1111:1111:1111:1111]:80"};
	struct net_object o;

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		cr_expect_not(net_object_read(none[i], &o), "%s", none[i]);
	cr_assert(net_object_read("udp:[fe80::1]:53", &o));
	cr_expect(o.proto == NET_UDP && o.family == AF_INET6 && o.port == 53);
	cr_assert(net_object_read("unix:@", &o));
	cr_expect(o.abstract && o.name_len == 0);
}

Test(explain, a_path_alone_misses_what_is_below)
{
	struct rules *r =
	    rules_from("version: 1\nfiles:\n  - {allow: read, path: [/srv, /], "
		       "below: false}\n  - {deny: read, path: /srv}\n",
		RULES_DENY);
	struct question q = {.one = ACC_READ, .path = "/srv/x"};

	says(r, &q, 0, MISS_OBJECT, 3, "what is below is left out");
	says(r, &q, 1, MISS_NONE, 4, "");
	agrees(r, &q);
	q.path = "/";
	says(r, &q, 0, MISS_NONE, 3, "");
	agrees(r, &q);
	rules_free(r);
}
