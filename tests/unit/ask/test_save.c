/* Answers that are kept: rules go into a file, and the rest of it stays. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ask/save.h"
#include "audit/hint.h"
#include "base/access.h"
#include "rules.h"

static char folder[] = "/tmp/ptsandbox-save-XXXXXX";

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

TestSuite(save, .init = enter, .fini = leave, .timeout = 30);

static void
inserted(const char *text, const char *section, const char *want)
{
	struct str s = {0};

	save_insert(&s, text, section, "{r}");
	cr_expect_str_eq(str_text(&s), want);
	str_done(&s);
}

Test(save, rules_go_before_those_of_their_section)
{
	inserted("", "files", "version: 1\nfiles:\n  - {r}\n");
	inserted("version: 1\nfiles:\n  - {a}\n", "files",
	    "version: 1\nfiles:\n  - {r}\n  - {a}\n");
	inserted("version: 1\nfiles: # mine\n\n# two\n- {a}\n", "files",
	    "version: 1\nfiles: # mine\n- {r}\n\n# two\n- {a}\n");
	inserted("version: 1", "network", "version: 1\nnetwork:\n  - {r}\n");
	inserted("version: 1\nprofiles:\n  w:\n    files:\n      - {a}\n",
	    "files",
	    "version: 1\nprofiles:\n  w:\n    files:\n      - {a}\n"
	    "files:\n  - {r}\n");
}

static void
put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	cr_assert_not_null(f);
	fputs(text, f);
	fclose(f);
}

static char *
content(const char *name)
{
	static char text[65536];
	FILE *f = fopen(name, "r");
	size_t n;

	cr_assert_not_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

/* Saves what would allow reading `path`, and asks the file about it. */
static void
save_and_ask(const char *path)
{
	struct str rule = {0}, why = {0};
	struct rules *r = rules_new();
	struct faults f = {0};
	struct answer a;
	const char *reason;
	const char *section = hint_rule(&rule, ACC_READ, path, NULL, &reason);

	cr_assert_not_null(section);
	cr_assert_eq(save_rule("a.yaml", section, str_text(&rule), &why), 0,
	    "%s", str_text(&why));
	rules_add_file(r, "a.yaml", &f);
	rules_finish(r, &f);
	fault_print(&f, stderr);
	cr_assert(!fault_any(&f));
	policy_file(rules_top(r), ACC_READ, path, &a);
	cr_expect_eq(a.verb, VERB_ALLOW);
	policy_file(rules_top(r), ACC_READ, "/other/xx", &a);
	cr_expect_eq(a.verb, VERB_DENY, "%s allows more", path);
	rules_free(r);
	str_done(&rule);
	str_done(&why);
}

Test(save, hostile_names_stand_for_themselves)
{
	struct stat st;

	save_and_ask("/x");
	save_and_ask("/other/*");
	save_and_ask("/other/x?");
	save_and_ask("/other/[x]x");
	save_and_ask("/**");
	save_and_ask("/a\n  - {allow: any, path: /}\n");
	save_and_ask("/a, b}: \"#'\\");
	save_and_ask("/${HOME}\t\x01\xc3\xa9");
	cr_assert_eq(stat("a.yaml", &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
}

/* Nothing is saved, the file is as it was, and nothing lies about. */
static void
kept(const char *text)
{
	struct str why = {0};

	put("a.yaml", text);
	cr_expect_eq(save_rule("a.yaml", "files", "{allow: read, path: /x}",
			 &why),
	    -1, "%s", text);
	cr_expect_gt(why.len, 0);
	cr_expect_str_eq(content("a.yaml"), text);
	cr_expect_neq(system("ls a.yaml.* > /dev/null 2>&1"), 0);
	str_done(&why);
}

Test(save, what_cannot_take_a_rule_stays_as_it_is)
{
	kept("version: 1\nfiles: [{allow: read, path: /a}]\n");
	kept("version: 1\n...\n");
	kept("version: 2\n");
	kept("no rules");
	kept("{version: 1}\n");
}

Test(save, the_mode_and_the_link_stay)
{
	struct str why = {0};
	struct stat st;

	put("real.yaml", "version: 1\n");
	cr_assert_eq(chmod("real.yaml", 0640), 0);
	cr_assert_eq(symlink("real.yaml", "a.yaml"), 0);
	cr_assert_eq(save_rule("a.yaml", "processes", "{allow: fork}", &why), 0,
	    "%s", str_text(&why));
	cr_expect_eq(lstat("a.yaml", &st), 0);
	cr_expect(S_ISLNK(st.st_mode));
	cr_assert_eq(stat("real.yaml", &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0640);
	cr_expect_str_eq(content("real.yaml"),
	    "version: 1\nprocesses:\n  - {allow: fork}\n");
}

static void
unfit(const char *path, const char *want)
{
	char name[PATH_MAX];
	struct str why = {0};

	cr_expect_eq(save_check(path, name, &why), -1);
	cr_expect_str_eq(str_text(&why), want);
	str_done(&why);
}

Test(save, a_file_is_looked_at_before_it_is_needed)
{
	char name[PATH_MAX], want[PATH_MAX];
	struct str why = {0};

	snprintf(want, sizeof(want), "%s/new.yaml", folder);
	cr_expect_eq(save_check("new.yaml", name, &why), 0);
	cr_expect_str_eq(name, want);
	cr_expect_eq(access("new.yaml", F_OK), -1, "nothing is made yet");
	put("b.yaml", "version: 1\n");
	cr_expect_eq(save_check("./b.yaml", name, &why), 0);
	put("c.yaml", "what: ever\n");
	unfit("c.yaml",
	    "it would not be good rules: c.yaml:1:1: unknown key 'what' in a "
	    "rules file");
	unfit("none/a.yaml", "its folder: No such file or directory");
	unfit("", "it has no name: No such file or directory");
	unfit(".", "it is not a regular file");
	cr_assert_eq(mkfifo("fifo", 0600), 0);
	unfit("fifo", "it is not a regular file");
	cr_assert_eq(symlink("gone", "dangling"), 0);
	unfit("dangling", "it has no name: No such file or directory");
	str_done(&why);
}
