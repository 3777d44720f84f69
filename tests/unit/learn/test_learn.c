/* What is learned from which calls. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons.h"
#include "rules.h"

TestSuite(learn, .timeout = 30);

/* Learned rules, and then both are gone. */
#define LEARNED(l, many, text) char *text = rules_of(l, many)

static void
end(struct lessons *l, char *text)
{
	lessons_done(l);
	free(text);
}

Test(learn, what_the_profile_allows_is_not_said_again)
{
	struct lessons l = {0};

	did(&l, "exec", "/usr/bin/python3.11");
	did(&l, "run", "/usr/bin/python3.11");
	did(&l, "read", "/usr/lib/python3.11/os.py");
	did(&l, "read", "/job/data.txt");
	LEARNED(&l, 8, text);
	has(text, "include: [python3]\n");
	has(text, "  - {allow: read, path: ./data.txt}  # tool\n");
	has_not(text, "/usr");
	has_not(text, "programs:");
	end(&l, text);
}

Test(learn, other_programs_need_the_native_profile_and_a_rule_of_their_own)
{
	struct lessons l = {0};

	did(&l, "exec", "/usr/bin/sort");
	did(&l, "run", "/usr/bin/sort");
	LEARNED(&l, 8, text);
	has(text, "include: [native]\n");
	has(text, "  - {allow: exec, path: /usr/bin/sort}");
	has(text, "programs:\n  - {allow: run, path: /usr/bin/sort}");
	end(&l, text);
}

Test(learn, a_folder_that_was_listed_does_not_open_what_is_in_it)
{
	struct lessons l = {0};

	did(&l, "read", "/etc");
	did(&l, "stat", "/srv");
	LEARNED(&l, 8, text);
	has(text, "  - {allow: read, path: /etc, below: false}");
	has(text, "  - {allow: stat, path: /srv, below: false}");
	end(&l, text);
}

Test(learn, a_folder_is_folded_at_the_threshold_and_not_before)
{
	struct lessons l = {0};
	char name[64];

	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "/srv/in/%d", i);
		did(&l, "read", name);
	}
	char *below = rules_of(&l, 6);
	char *at = rules_of(&l, 5);
	has(below, "  - {allow: read, path: /srv/in/4}");
	has(at, "  - {allow: read, path: /srv/in}  # 5 names\n");
	has_not(at, "/srv/in/");
	free(below);
	end(&l, at);
}

Test(learn, reading_many_names_folds_no_writing)
{
	struct lessons l = {0};
	char name[64];

	for (int i = 0; i < 9; i++) {
		snprintf(name, sizeof(name), "/srv/in/%d", i);
		did(&l, "read", name);
	}
	did(&l, "modify", "/srv/in/3");
	LEARNED(&l, 8, text);
	has(text, "  - {allow: read, path: /srv/in}");
	has(text, "  - {allow: modify, path: /srv/in/3}");
	end(&l, text);
}

Test(learn, places_of_secrets_are_never_folded_and_are_warned_of)
{
	struct lessons l = {0};
	char name[64];

	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "/home/ann/.ssh/%d", i);
		did(&l, "read", name);
		snprintf(name, sizeof(name), "/home/ann/.gnupg/%d", i);
		did(&l, "stat", name);
		snprintf(name, sizeof(name), "/home/ann/file%d", i);
		did(&l, "read", name);
		snprintf(name, sizeof(name), "/etc/conf%d", i);
		did(&l, "read", name);
	}
	did(&l, "stat", "/etc/shadow");
	LEARNED(&l, 8, text);
	has(text, "  # WARNING: SSH keys; ");
	has(text, "  - {allow: read, path: ~/.ssh/7}");
	has(text, "  - {allow: stat, path: ~/.gnupg/7}");
	has(text, "  - {allow: read, path: ~/file7}");
	has(text, "  - {allow: read, path: /etc/conf7}");
	has_not(text, "password hashes");
	end(&l, text);
}

Test(learn, a_secret_that_was_not_there_is_warned_of_too)
{
	struct lessons l = {0};

	failed(&l, "read", "/home/ann/.ssh/id_rsa", "ENOENT");
	LEARNED(&l, 8, text);
	has(text, "  # looked for, and not there\n  # WARNING: SSH keys; ");
	end(&l, text);
}

Test(learn, what_the_job_made_it_may_use_again)
{
	struct lessons l = {0};

	did(&l, "create", "/job/out");
	did(&l, "create", "/job/out/a");
	did(&l, "delete", "/job/out/b");
	did(&l, "read", "/job/out/c");
	LEARNED(&l, 8, text);
	has(text, "  - {allow: [read, write], path: ./out}");
	has_not(text, "./out/");
	end(&l, text);
}

Test(learn, what_could_not_be_made_was_not_made)
{
	struct lessons l = {0};

	failed(&l, "create", "/job/out", "EEXIST");
	LEARNED(&l, 8, text);
	has(text, "  - {allow: create, path: ./out}");
	end(&l, text);
}

Test(learn, what_was_denied_or_refused_is_not_learned)
{
	struct lessons l = {0};

	line(&l,
	    "{\"call\":\"openat\",\"verdict\":\"deny\",\"objects\":"
	    "[{\"access\":\"read\",\"path\":\"/srv/x\"}]}");
	line(&l,
	    "{\"call\":\"openat\",\"verdict\":\"refuse\",\"objects\":"
	    "[{\"access\":\"read\",\"path\":\"/srv/y\"}]}");
	line(&l,
	    "{\"call\":\"openat\",\"verdict\":\"allow\",\"objects\":"
	    "[{\"access\":\"read\",\"path\":\"/srv/z\",\"noted\":true}]}");
	LEARNED(&l, 8, text);
	cr_expect_eq(l.skipped, 2);
	has_not(text, "/srv");
	end(&l, text);
}

Test(learn, what_access_was_told_stays_true)
{
	struct lessons l = {0};

	line(&l,
	    "{\"call\":\"access\",\"verdict\":\"allow\",\"errno\":null,"
	    "\"objects\":[{\"access\":\"stat\",\"path\":\"/tmp\","
	    "\"asks\":\"read,create\"}]}");
	LEARNED(&l, 8, text);
	has(text, "  - {allow: [read, create], path: /tmp, below: false}");
	end(&l, text);
}

Test(learn, the_line_of_the_script_is_told)
{
	struct lessons l = {0};

	line(&l,
	    "{\"event\":\"stack\",\"id\":3,\"frames\":["
	    "{\"file\":\"/usr/lib/python3.11/json/__init__.py\","
	    "\"line\":9,\"function\":\"load\",\"kind\":\"python\"},"
	    "{\"file\":\"libc.so\",\"line\":1,\"kind\":\"native\"},"
	    "{\"file\":\"/job/a\\u001bb.py\",\"line\":12,"
	    "\"function\":\"f\",\"kind\":\"python\"}]}");
	line(&l,
	    "{\"call\":\"openat\",\"verdict\":\"allow\",\"errno\":null,"
	    "\"stack\":3,\"program\":\"/usr/bin/python3.11\",\"objects\":"
	    "[{\"access\":\"read\",\"path\":\"/srv/x\"}]}");
	LEARNED(&l, 8, text);
	has(text, "path: /srv/x}  # python3.11, a\\x1bb.py:12 in f\n");
	end(&l, text);
}

Test(learn, a_name_that_is_not_utf8_is_left_out)
{
	struct lessons l = {0};

	/* As record_next() gives it: U+DC80 and up in a private plane. */
	did(&l, "read", "/srv/a\xf4\x8f\xbf\xbf");
	did(&l, "read", "/srv/b");
	LEARNED(&l, 8, text);
	has(text, "path: /srv/b}");
	has_not(text, "/srv/a");
	end(&l, text);
}

Test(learn, names_cannot_break_out_of_their_rule)
{
	static const char *const names[] = {"/srv/a\nfiles: []", "/srv/*",
	    "/srv/${HOME}", "/srv/\"}, {allow: any, path: \"/", "/srv/[a",
	    "/srv/x\\", "/srv/ # y", "/srv/\xe2\x80\xae", "/srv/~"};
	struct lessons l = {0};
	struct rules *r = rules_new();
	struct faults f = {0};
	struct answer a;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		did(&l, "read", names[i]);
	LEARNED(&l, 80, text);
	rules_add_text(r, "learned", "/job", text, strlen(text), &f);
	rules_finish(r, &f);
	cr_assert(!fault_any(&f));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		policy_file(rules_top(r), ACC_READ, names[i], &a);
		cr_expect_eq(a.verb, VERB_ALLOW, "%s", names[i]);
	}
	policy_file(rules_top(r), ACC_READ, "/srv/b", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	policy_file(rules_top(r), ACC_MODIFY, "/", &a);
	cr_expect_eq(a.verb, VERB_DENY);
	rules_free(r);
	end(&l, text);
}

Test(learn, the_root_is_a_folder_like_others)
{
	struct lessons l = {0};

	did(&l, "read", "/");
	LEARNED(&l, 8, text);
	has(text, "  - {allow: read, path: /, below: false}");
	end(&l, text);
}

Test(learn, nonsense_is_passed_over)
{
	static const char *const lines[] = {"{\"call\":\"x\"}", "{}",
	    "{\"call\":\"x\",\"verdict\":\"allow\",\"objects\":7}",
	    "{\"call\":\"x\",\"verdict\":\"allow\",\"objects\":[7,[],{}]}",
	    "{\"call\":\"x\",\"verdict\":\"allow\",\"stack\":1e99,"
	    "\"objects\":[{\"access\":\"\",\"path\":\"\"}]}",
	    "{\"call\":\"x\",\"verdict\":\"allow\",\"objects\":"
	    "[{\"access\":\"read,,frob\",\"path\":\"pipe:[1]\"}]}",
	    "{\"call\":\"x\",\"verdict\":\"allow\",\"objects\":"
	    "[{\"access\":\"read\",\"path\":\"/srv/x (deleted)\"}]}",
	    "{\"event\":\"stack\",\"id\":-1e300,\"frames\":[1,{\"file\":2}]}",
	    "{\"event\":\"start\",\"pid\":\"x\"}", "{\"event\":7}"};
	struct lessons l = {0};
	char *longest = malloc(1 << 20);

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		line(&l, lines[i]);
	for (size_t i = 0; i < (1 << 20) - 1; i++)
		longest[i] = i % 2 == 0 ? '/' : 'a';
	longest[(1 << 20) - 1] = '\0';
	did(&l, "read", longest);
	LEARNED(&l, 8, text);
	has_not(text, "files:");
	free(longest);
	end(&l, text);
}

Test(learn, many_names_of_one_folder_are_all_learned)
{
	struct lessons l = {0};
	char name[64];

	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "/srv/%d/x", i * 7919 % 5000);
		did(&l, "read", name);
	}
	LEARNED(&l, 8, text);
	has(text, "path: /srv/4999/x}");
	end(&l, text);
}

Test(learn, the_order_of_the_calls_does_not_matter)
{
	static const char *const names[] = {"/srv/b", "/job/x", "/home/ann/y",
	    "/srv/a", "/job/a"};
	struct lessons one = {0}, other = {0};
	const size_t n = sizeof(names) / sizeof(names[0]);

	for (size_t i = 0; i < n; i++) {
		did(&one, "read", names[i]);
		did(&other, "read", names[n - 1 - i]);
	}
	char *first = rules_of(&one, 8), *second = rules_of(&other, 8);
	cr_expect_str_eq(first, second);
	free(first);
	lessons_done(&one);
	end(&other, second);
}

Test(learn, ports_that_nobody_chose_become_a_range)
{
	struct lessons l = {0};

	did(&l, "connect", "tcp:127.0.0.1:40123");
	did(&l, "connect", "tcp:[::1]:80");
	did(&l, "bind", "unix:/job/s");
	did(&l, "socket", "family:16");
	LEARNED(&l, 8, text);
	has(text, "{allow: connect, to: \"tcp:127.0.0.1:32768-60999\"}");
	has(text, "{allow: connect, to: \"tcp:[::1]:80\"}");
	has(text, "{allow: bind, to: \"unix:/job/s\"}");
	has(text, "{allow: socket, family: netlink}");
	end(&l, text);
}

Test(learn, a_folder_that_is_not_there_stands_for_looks_into_it)
{
	struct lessons l = {0};

	failed(&l, "stat", "/usr/none/a/b", "ENOENT");
	failed(&l, "stat", "/usr/none/c", "ENOENT");
	failed(&l, "stat", "/home/ann/none/c", "ENOENT");
	LEARNED(&l, 8, text);
	has(text, "  - {allow: stat, path: /usr/none}");
	has(text, "  - {allow: stat, path: ~/none/c}");
	has_not(text, "/usr/none/");
	end(&l, text);
}
